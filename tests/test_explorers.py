"""Explorers: every value that is shown is torch's own, and whatever is typed gets an answer."""

from __future__ import annotations

import html
import math
import re
from importlib import import_module
from typing import Any

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from gradschool.content import explorers as listed
from gradschool.explore import explore, names
from gradschool.inside import explorers
from gradschool.inside.controls import Unfit
from gradschool.inside.explorers import (
    activations,
    attention,
    autograd_graph,
    block_builder,
    broadcast,
    convolution,
    einsum_loom,
    freeze_map,
    gradcheck,
    gradient_ruler,
    index_lens,
    loss_comparer,
    memory_timeline,
    mutant_zoo,
    norm_cube,
    number_line,
    sampler,
    schedules,
    strides,
    tensor_xray,
    trajectories,
)
from gradschool.model import View
from gradschool.pictures import is_picture

NAMES = names()


def shown(name: str, **settings: str) -> View:
    """The view, which must not be an error."""
    view = explorers.view(name, settings)
    assert not view.error, view.error
    return view


# --------------------------------------------------------------------------- all of them


def test_all_are_there_and_listed_with_their_settings() -> None:
    assert len(NAMES) == 22
    for name, each in listed().items():
        view = shown(name)
        assert (each.title, each.settings) == (view.title, tuple(view.settings))
        assert each.summary


@pytest.mark.parametrize("name", NAMES)
def test_an_explorer_offers_two_to_five_settings_and_reads_back_what_it_says(name: str) -> None:
    view = shown(name)
    assert 2 <= len(view.controls) <= 5
    assert {control.name: control.value for control in view.controls} == view.settings
    assert explorers.view(name, view.settings) == view


@pytest.mark.parametrize("name", NAMES)
def test_the_text_fits_80_columns_and_the_pictures_a_phone(name: str) -> None:
    view = shown(name)
    assert max(map(len, view.text.splitlines())) <= 80
    assert view.note
    widths = [float(width) for width in re.findall(r'<svg[^>]* width="([\d.]+)"', view.html)]
    assert widths
    assert max(widths) <= 320


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_named_for_who_hears_it_and_holds_nothing_that_runs_or_styles(name: str) -> None:
    picture = shown(name).html
    drawings = picture.count("<svg")
    assert picture.count('role="img"') == picture.count("<desc>") == drawings
    assert len(re.findall(r"role=\"img\"[^>]*><title>[^<]+</title><desc>[^<]+</desc>", picture)) == drawings
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|href|url\(|<foreignObject|<image", picture, re.IGNORECASE)
    assert is_picture(picture)


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_and_both_ends_of_every_range_can_be_shown(name: str) -> None:
    for control in shown(name).controls:
        values = [*control.choices]
        if control.kind == "toggle":
            values = ["yes", "no"]
        if control.kind in ("range", "step"):
            values = [f"{control.minimum:g}", f"{control.maximum:g}"]
        for value in values:
            view = explorers.view(name, {control.name: value})
            assert not view.error or name == "convolution", (control.name, value, view.error)
            assert max(map(len, view.text.splitlines()), default=0) <= 80, (control.name, value)
            assert is_picture(view.html)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_beyond_the_end_is_the_end_and_none_below_the_beginning(name: str) -> None:
    for control in shown(name).controls:
        if control.kind == "step" and name != "memory_timeline":  # there, beyond the end is the peak
            assert shown(name, **{control.name: "99999"}).settings[control.name] == f"{control.maximum:g}"
        if control.kind == "step":
            assert "outside" in explorers.view(name, {control.name: "-1"}).error


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_that_there_is_not_is_answered_with_the_nearest(name: str) -> None:
    first = next(iter(shown(name).settings))
    assert f"Did you mean {first!r}?" in explorers.view(name, {f"{first}s": "1"}).error


@pytest.mark.parametrize(
    ("name", "settings", "said"),
    [
        ("strides", {"rows": "many"}, "Rows of x is a number, not 'many'."),
        ("strides", {"rows": "2.5"}, "Rows of x is a whole number, not 2.5."),
        ("strides", {"rows": "9"}, "Rows of x goes from 2 to 4; 9 is outside."),
        ("strides", {"rows": "nan"}, "Rows of x is a whole number, not nan."),
        ("strides", {"operation": "x.t"}, "Operation cannot be 'x.t'. Did you mean 'x.t()'?"),
        ("norm_cube", {"training": "maybe"}, "Training mode is yes or no, not 'maybe'."),
        ("tensor_xray", {"expression": "x" * 401}, "Expression may have 400 characters; this has 401."),
        ("tensor_xray", {"expression": "torch.ones("}, "This is not Python yet: '(' was never closed."),
        ("tensor_xray", {"expression": "x = 3"}, "End with an expression: its value is what is looked at."),
        ("tensor_xray", {"expression": "'text'"}, "This gives a str; a tensor is wanted."),
        ("tensor_xray", {"expression": "1 / 0"}, "ZeroDivisionError: division by zero"),
        ("tensor_xray", {"expression": "__import__('sys').exit(1)"}, "SystemExit: 1"),
        ("tensor_xray", {"expression": "torch.eye(3).to_sparse()"}, "This tensor is torch.sparse_coo"),
        ("index_lens", {"shape": "3,x"}, "A shape is whole numbers with commas between them"),
        ("index_lens", {"shape": "1000,1000"}, "(1000, 1000) has 1,000,000 elements; up to 120 can be drawn."),
        ("index_lens", {"expression": "x > 3"}, "The result is bool without a trace back to x"),
        ("einsum_loom", {"equation": "i1j"}, "'i1j' is no equation such as ij,jk->ik"),
        ("einsum_loom", {"equation": "ij->iz"}, "The result may have each letter once"),
        ("einsum_loom", {"sizes": "i=99 j=99 k=99"}, "These loops multiply 970,299 times"),
        ("autograd_graph", {"expression": "w.detach()"}, "This result has no graph"),
        ("autograd_graph", {"expression": "sum(w * x for _ in range(20))"}, "This graph has more than 18 nodes"),
        ("attention", {"words": "alone"}, "Two to 9 words can be shown; these are 1."),
        ("convolution", {"kernel": "4", "dilation": "3", "padding": "0"}, "The window reaches over 10 cells"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(name: str, settings: dict[str, str], said: str) -> None:
    view = explorers.view(name, settings)
    assert said in view.error, view.error
    assert (view.text, view.html) == ("", "")
    assert {control.name for control in view.controls} == set(shown(name).settings)


@pytest.mark.parametrize("hostile", ['<script>alert("1")</script>', "'\"><img src=x onerror=y>", "]]>&lt;\x1b[31m\x00"])
def test_hostile_settings_are_text(hostile: str) -> None:
    expression = f"torch.tensor([{len(hostile)}.])  # {hostile}"
    picture = shown("tensor_xray", expression=expression.replace("\x00", "")).html
    assert is_picture(picture)
    assert "<script" not in picture
    assert "<img" not in picture
    words = shown("attention", words=f"the cat {hostile.replace(' ', '')}").html
    assert is_picture(words)
    for name in ("index_lens", "autograd_graph", "einsum_loom"):
        key = "equation" if name == "einsum_loom" else "expression"
        assert explorers.view(name, {key: hostile}).html == ""


def test_an_earlier_expression_leaves_nothing_behind_for_the_next() -> None:
    before = shown("activations")
    rng = torch.get_rng_state()
    explorers.view(
        "tensor_xray", {"expression": "torch.set_default_dtype(torch.float64); torch.manual_seed(7); torch.ones(2)"}
    )
    assert torch.get_default_dtype() == torch.float32
    assert torch.equal(torch.get_rng_state(), rng)
    assert shown("activations") == before


# --------------------------------------------------------------------------- each of them, against torch


def test_xray_reads_the_tensor_and_finds_its_elements_in_memory() -> None:
    tensor = torch.arange(12.0).view(3, 4)[:, 1:].t()
    facts = tensor_xray.facts_of(tensor)
    assert (facts["shape"], facts["stride"], facts["offset"], facts["contiguous"]) == ("(3, 3)", "(1, 4)", "1", "no")
    assert facts["storage"] == "48 bytes"
    for i in range(3):
        for j in range(3):
            assert tensor_xray.address_of(tensor, (i, j)) == int(tensor[i, j])
    assert "made by MulBackward0" in shown("tensor_xray", expression="torch.ones(2, requires_grad=True) * 2").text
    assert "without one byte" in shown("tensor_xray", expression="torch.empty(10**10, device='meta')").note


@pytest.mark.parametrize("operation", strides.OPERATIONS)
def test_strides_walk_the_memory_as_torch_does(operation: str) -> None:
    x = torch.arange(12).view(3, 4)
    result = strides.OPERATIONS[operation](x)
    copied = result.untyped_storage().data_ptr() != x.untyped_storage().data_ptr()
    if not copied:
        assert strides.addresses(result) == result.flatten().tolist()
    assert ("COPY!" in shown("strides", operation=operation).note) is copied


@pytest.mark.parametrize(
    "expression",
    ["x[[0, 2, 2], 1:3]", "x[:, -1]", "x.t()[1]", "x.gather(1, torch.tensor([[3], [0], [1]]))", "x[x > 6]"],
)
def test_the_lens_traces_each_picked_cell_to_the_cell_that_holds_its_value(expression: str) -> None:
    result, feeds = index_lens.traced(expression, torch.Size((3, 4)))
    assert feeds == [[int(value)] for value in result.flatten()]


def test_the_lens_traces_a_sum_to_all_that_was_summed() -> None:
    result, feeds = index_lens.traced("x.sum(0)", torch.Size((2, 3)))
    assert (result.tolist(), feeds) == ([3.0, 5.0, 7.0], [[0, 3], [1, 4], [2, 5]])


@pytest.mark.parametrize(("a", "b"), [("3,1", "4"), ("", "2,3"), ("5,1,2", "4,1"), ("3", "3"), ("0,1", "3")])
def test_broadcast_gives_the_shape_that_torch_gives(a: str, b: str) -> None:
    one, other = index_lens.read_shape(a), index_lens.read_shape(b)
    wanted = torch.broadcast_shapes(one, other)  # type: ignore[no-untyped-call]
    assert [int(column[2]) for column in broadcast.aligned(one, other)] == list(wanted)
    assert shown("broadcast", a=a, b=b).html


def test_broadcast_says_where_shapes_clash_and_what_torch_says() -> None:
    view = shown("broadcast", a="3,2", b="4,2")
    assert "The size of tensor a (3) must match the size of tensor b (4)" in view.note
    assert "axis -2: CLASH" in view.text


@pytest.mark.parametrize("dtype", number_line.FORMATS)
@pytest.mark.parametrize("x", [1.0, 1.5, 200.0, 256.0])
def test_the_number_line_holds_every_number_of_the_format_and_no_other(dtype: torch.dtype, x: float) -> None:
    lane = number_line.lane(dtype, x, x + 1, 4.0)
    for value in lane.ticks:
        assert float(torch.tensor(value, dtype=torch.float64).to(dtype).double()) == value
    if dtype == torch.float32:
        upward = torch.nextafter(torch.tensor(x), torch.tensor(torch.inf))
        assert lane.gap == float(upward) - x
    if lane.ticks:
        near = torch.linspace(x - 4, x + 4, 4001, dtype=torch.float64).to(dtype).double().tolist()
        assert lane.ticks == sorted({value for value in near if x - 4 <= value <= x + 4})
    assert lane.landed == float((torch.tensor(x).to(dtype).double() + 1).to(dtype).double())


def test_adding_one_is_lost_first_where_there_are_fewest_bits() -> None:
    lost = {
        dtype: next(k for k in range(27) if number_line.lane(dtype, 2.0**k, 2.0**k + 1, 4).landed != 2.0**k + 1)
        for dtype in number_line.FORMATS
    }
    assert lost == {torch.float32: 24, torch.float16: 11, torch.bfloat16: 8, torch.float8_e4m3fn: 4}


@pytest.mark.parametrize(
    "equation", ["ij,jk->ik", "ii->i", "ij->", "i,j", "bij,bjk->bik", "ij,ij->i", "i,ij,j->", "ba"]
)
def test_the_loops_of_einsum_come_to_what_einsum_gives(equation: str) -> None:
    plan = einsum_loom.plan(equation, "")
    letters = plan.sizes
    tensors = [torch.randint(9, [letters[letter] for letter in operand]) for operand in plan.operands]
    import itertools

    loops = list(itertools.product(*(range(size) for size in letters.values())))
    woven, _ = einsum_loom.woven(plan, tensors, loops)
    assert torch.equal(woven, torch.einsum(equation, *tensors))


def test_the_graph_carries_the_gradients_that_torch_computes() -> None:
    settings = autograd_graph.Settings(expression="y = w * x; (y * (y + b)).tanh() * 5 + x.exp()", w=0.2, x=0.3, b=0.1)
    nodes = autograd_graph.walked(settings)
    w, x, b = (torch.tensor(value, requires_grad=True) for value in (0.2, 0.3, 0.1))
    y = w * x
    wanted = torch.autograd.grad((y * (y + b)).tanh() * 5 + x.exp(), (w, x, b))
    leaves = {node.name: node.arrives for node in nodes if node.leaf}
    assert leaves == {name: f"{float(grad):.3g}" for name, grad in zip("wxb", wanted, strict=True)}
    order = [node.order for node in nodes]
    assert sorted(order) == list(range(len(nodes)))
    for user in nodes:
        for fed in user.feeds:
            assert fed is None or user.order < nodes[fed].order  # nothing runs before all that it waits for
    assert {node.name for node in nodes if "result" in node.saved} == {"Tanh", "Exp"}


@pytest.mark.parametrize("name", gradcheck.FUNCTIONS)
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
@pytest.mark.parametrize("power", [-12, -6, -2])
def test_the_microscopes_verdict_is_gradchecks(name: str, dtype: torch.dtype, power: int) -> None:
    function, eps = gradcheck.FUNCTIONS[name], 10.0**power
    x = torch.tensor(gradcheck.POINT, dtype=dtype, requires_grad=True)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # float32 is advised against, and here on purpose
        wanted = torch.autograd.gradcheck(
            function, (x,), eps=eps, atol=gradcheck.ATOL, rtol=gradcheck.RTOL, raise_exception=False
        )
    claimed, measured = gradcheck.analytic(function, dtype), gradcheck.numeric(function, dtype, eps)
    assert gradcheck.agree(claimed, measured) is wanted


def test_the_analytic_jacobian_is_autograds() -> None:
    x = torch.tensor(gradcheck.POINT, dtype=torch.float64)
    wanted = torch.autograd.functional.jacobian(lambda each: each.softmax(0), x)  # type: ignore[no-untyped-call]
    assert torch.equal(gradcheck.analytic(gradcheck.FUNCTIONS["softmax"], torch.float64), wanted)


def test_activations_keep_their_spread_at_kaimings_scale_and_no_other() -> None:
    def ratio(scale: float) -> float:
        torch.manual_seed(0)
        layers = activations.passed(activations.Settings(scale=scale, activation="relu", depth=10))
        return layers[-1].std / layers[0].std

    assert 0.5 < ratio(2**0.5) < 2
    assert ratio(1.0) < 0.1
    assert ratio(2.5) > 10


def test_a_bias_far_below_zero_kills_every_unit() -> None:
    layers = activations.passed(activations.Settings(scale=0.2, bias=-1.0, depth=3))
    assert [layer.dead for layer in layers] == [activations.WIDTH] * 3


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "dilation"), [(3, 1, 1, 1), (2, 2, 0, 1), (3, 1, 2, 2), (4, 3, 2, 1)]
)
def test_every_window_of_the_convolution_makes_its_cell(kernel: int, stride: int, padding: int, dilation: int) -> None:
    settings = convolution.Settings(kernel=kernel, stride=stride, padding=padding, dilation=dilation)
    image, weights = torch.tensor(convolution.IMAGE), torch.tensor(convolution.KERNELS[kernel])
    out = convolution.convolved(image, weights, settings)
    padded = torch.nn.functional.pad(image, [padding] * 4)
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            cells = convolution.window(settings, row, column)
            pairs = zip(cells, weights.flatten().tolist(), strict=True)
            assert sum(int(padded[y, x]) * weight for (y, x), weight in pairs) == int(out[row, column])


@pytest.mark.parametrize(
    ("kind", "more", "count"),
    [
        ("BatchNorm", {}, 12),
        ("BatchNorm", {"training": "no"}, 1),
        ("LayerNorm over channels", {}, 4),
        ("LayerNorm over (C, H, W)", {}, 16),
        ("GroupNorm", {"groups": "2"}, 8),
        ("GroupNorm", {"groups": "4"}, 4),
        ("InstanceNorm", {}, 4),
        ("RMSNorm", {}, 4),
    ],
)
def test_the_cube_lights_what_the_layer_averages(kind: str, more: dict[str, str], count: int) -> None:
    assert shown("norm_cube", kind=kind, **more).text.count("#") == count  # one of them is @, and # is in the key


def test_normalizing_by_the_lit_values_gives_what_the_layer_gives() -> None:
    settings = norm_cube.Settings(kind="GroupNorm", groups="2", position=2)
    lit = norm_cube.depends(settings, 1, 3)
    x = torch.randn(norm_cube.N, norm_cube.C, norm_cube.L, dtype=torch.float64)
    values = x[lit]
    wanted = (x[1, 3, 2] - values.mean()) / (values.var(correction=0) + 1e-5).sqrt()
    torch.testing.assert_close(norm_cube.layer(settings)(x)[1, 3, 2], wanted)


def test_trajectories_are_the_optimizers_own() -> None:
    ways = {way.name: way for way in trajectories.run("valley", 25.0, -1.2)}
    lr = 10.0**-1.2
    for name, make in {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}.items():
        point = torch.tensor(trajectories.START, dtype=torch.float64, requires_grad=True)
        optimizer: torch.optim.Optimizer = make([point], lr)
        for _ in range(trajectories.STEPS):
            optimizer.zero_grad()
            torch.autograd.backward(0.5 * (point[0] ** 2 + 25 * point[1] ** 2))
            optimizer.step()
        assert ways[name].points[-1] == pytest.approx(point.tolist(), rel=1e-9)


def test_sgd_diverges_beyond_two_over_the_steepness_and_not_before() -> None:
    assert "SGD diverged" not in shown("trajectories", lr="-1.2", steepness="25").note
    assert "SGD" in shown("trajectories", lr="-1.0", steepness="25").note.partition(";")[2]


def test_schedules_are_torchs_and_the_cosine_climbs_back() -> None:
    settings = schedules.Settings(warmup=0, total=50)
    rates = schedules.run(settings).rates
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=schedules.PEAK)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 50)
    wanted = [schedules.PEAK]
    for _ in range(65):
        optimizer.step()
        scheduler.step()
        wanted.append(optimizer.param_groups[0]["lr"])
    assert rates == wanted
    assert rates[50] < rates[65]
    assert "climbs back" in shown("schedules", warmup="0", total="50").note


def test_one_cycle_raises_one_step_after_its_end() -> None:
    run = schedules.run(schedules.Settings(shape="one cycle", total=20))
    assert (len(run.rates) - 1, run.raised[:11]) == (20, "ValueError:")  # the first rate is there before any step
    assert "One step too many" in shown("schedules", shape="one cycle").note


@pytest.mark.parametrize(
    "settings",
    [schedules.Settings(), schedules.Settings(shape="one cycle"), schedules.Settings(shape="step", floor=0.2)],
)
def test_the_code_beside_a_schedule_makes_that_schedule(settings: schedules.Settings) -> None:
    run = schedules.run(settings)
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=schedules.PEAK)
    code = "\n".join(run.code).replace("pct_start=0.1)", "pct_start=0.1, cycle_momentum=False)")
    scheduler = eval(code, {**vars(torch.optim.lr_scheduler), "optimizer": optimizer})
    for wanted in run.rates[:60]:
        assert optimizer.param_groups[0]["lr"] == pytest.approx(wanted, rel=2e-2)
        optimizer.step()
        scheduler.step()


def test_the_memory_timeline_counts_the_bytes_that_there_are() -> None:
    memory_timeline.recorded.cache_clear()
    moments = memory_timeline.recorded(3, 128, "AdamW", checkpointed=False)
    width = memory_timeline.WIDTH
    parameters = 3 * (2 * (width * 2 * width) + 3 * width) * 4
    end = dict(zip(memory_timeline.CATEGORIES, moments[-1].alive, strict=True))
    assert end["parameters"] == end["gradients"] == parameters
    assert end["optimizer state"] == 2 * parameters + 12 * 4  # two moments, and a step count for each parameter
    last_forward = [moment for moment in moments if moment.phase == "forward"][-1]
    activations_ = last_forward.alive[memory_timeline.CATEGORIES.index("activations")]
    # Per layer the hidden values after ReLU (two widths) and the sum; the last layer's input is no activation of it.
    assert activations_ >= 3 * 128 * 3 * width * 4
    assert [moment.phase for moment in moments] == sorted((m.phase for m in moments), key=memory_timeline.PHASES.index)


def test_checkpointing_lowers_the_hill_of_activations() -> None:
    place = memory_timeline.CATEGORIES.index("activations")

    def hill(*, checkpointed: bool) -> int:
        moments = memory_timeline.recorded(6, 256, "SGD", checkpointed)
        return max(moment.alive[place] for moment in moments)

    assert hill(checkpointed=True) < 0.6 * hill(checkpointed=False)


@pytest.mark.parametrize("mask", attention.MASKS[:4])
def test_attention_weights_are_those_of_scaled_dot_product_attention(mask: str) -> None:
    words = ["the", "cat", "saw", "the", "cat"]
    settings = attention.Settings(mask=mask, temperature=2.0)
    torch.manual_seed(0)
    weights = attention.attended(words, settings)
    torch.manual_seed(0)
    queries, keys = attention.vectors(words, settings.keys)
    wanted = torch.nn.functional.scaled_dot_product_attention(
        queries[None], keys[None], torch.eye(5)[None], attention.allowed(5, mask), scale=1 / (attention.WIDTH**0.5 * 2)
    )[0]
    torch.testing.assert_close(weights, wanted)


def test_a_row_that_sees_nothing_is_nan_and_said_so() -> None:
    view = shown("attention", mask="first word sees nothing", row="0")
    assert "NaN" in view.text
    assert "Row 0 may see nothing" in view.note


def test_the_sampler_tempers_then_cuts_k_then_p() -> None:
    settings = sampler.Settings(word="the", temperature=0.7, top_k=5, top_p=0.6)
    odds = sampler.chances(settings)
    _, logits = sampler.logits_of("the")
    wanted = (logits / 0.7).softmax(0)
    assert odds.tempered == pytest.approx(wanted.tolist())
    five = wanted[:5] / wanted[:5].sum()
    keep = int((five.cumsum(0) - five < 0.6).sum())
    left = five[:keep] / five[:keep].sum()
    assert odds.kept[:keep] == pytest.approx(left.tolist(), rel=1e-5)
    assert sum(odds.kept[keep:]) == 0
    assert odds.cut[keep - 1 : keep + 1] == ["", "top p"]


def test_the_samplers_logits_are_counts_of_real_text() -> None:
    from pydoc_data.topics import topics

    words, logits = sampler.logits_of("if")
    text = "\n".join(topics.values()).lower()
    assert round(float(logits[0].exp())) == pytest.approx(len(re.findall(rf"\bif[^a-z]+{words[0]}\b", text)), abs=3)


# --------------------------------------------------------------------------- in a notebook


def test_a_notebook_gets_a_picture_and_everything_else_the_text() -> None:
    shown_ = explore("strides", operation="x.t()", step=3)
    assert repr(shown_).startswith("Stride viewer\n\ny = x.t()")
    page = shown_._repr_html_()
    assert page.count("<svg") == 2
    assert "prefers-color-scheme:dark" in page
    assert "<script" not in page


def test_a_notebook_is_told_what_is_wrong() -> None:
    bad = explore("strides", rows=77)
    assert repr(bad) == "Stride viewer: Rows of x goes from 2 to 4; 77 is outside."
    assert html.escape("Rows of x goes from 2 to 4; 77 is outside.") in bad._repr_html_()
    hostile = explore("tensor_xray", expression="raise_('<script>')")
    assert "<script>" not in hostile._repr_html_()
    with pytest.raises(ValueError, match=r"There is no explorer 'stride'\. Did you mean 'strides'\?"):
        explore("stride")


def test_settings_may_be_given_as_a_mapping_too() -> None:
    assert repr(explore("broadcast", {"a": "3,1", "b": 4})) == repr(explore("broadcast", a="3,1", b="4"))


def test_every_explorers_file_says_what_it_is_in_its_first_line() -> None:
    for name in NAMES:
        module: Any = import_module(f"gradschool.inside.explorers.{name}")
        title, summary = explorers.title_of(module)
        assert title
        assert summary


def test_an_unfit_setting_is_raised_as_such_by_the_module_itself() -> None:
    with pytest.raises(Unfit, match="is no equation"):
        einsum_loom.plan("1", "")


# --------------------------------------------------------------------------- gradient_ruler


def test_the_ruler_clips_as_torch_does_and_one_factor_keeps_the_direction() -> None:
    torch.manual_seed(0)
    parameters = gradient_ruler.weights(gradient_ruler.Settings())
    total = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    left = [torch.linalg.vector_norm(each.grad).item() for each in parameters if each.grad is not None]
    torch.manual_seed(0)
    ruled = gradient_ruler.clipped(gradient_ruler.Settings(limit=1.0))
    assert ruled.total_before == pytest.approx(total.item())
    assert ruled.after == pytest.approx(left)
    assert ruled.total_after == pytest.approx(1.0, rel=1e-5)
    assert ruled.cosine == pytest.approx(1.0)
    assert "not a bit has changed" in shown("gradient_ruler", limit="3").note


def test_the_ruler_shows_that_a_factor_for_each_layer_turns_the_direction() -> None:
    torch.manual_seed(0)
    ruled = gradient_ruler.clipped(gradient_ruler.Settings(way="each layer", limit=1.0))
    assert all(norm <= 1.0 + 1e-5 for norm in ruled.after)
    assert ruled.total_after > 2
    assert ruled.cosine < 0.999
    torch.manual_seed(0)
    assert gradient_ruler.clipped(gradient_ruler.Settings(way="each element")).cosine < 0.9


@pytest.mark.parametrize(
    ("settings", "ruined", "note"),
    [
        ({"broken": "infinite"}, 1, "the infinite gradient is NaN now, and all the others are 0"),
        ({"broken": "NaN"}, gradient_ruler.LAYERS, "every gradient of every layer is NaN"),
        ({"broken": "infinite", "way": "each layer"}, 1, "One layer is lost"),
        ({"broken": "infinite", "way": "each element"}, 0, "infinity becomes the limit"),
        ({"broken": "NaN", "way": "each element"}, 1, "spoils one layer"),
    ],
)
def test_the_ruler_says_what_one_broken_gradient_ruins(settings: dict[str, Any], ruined: int, note: str) -> None:
    torch.manual_seed(0)
    ruled = gradient_ruler.clipped(gradient_ruler.Settings(**settings))
    assert sum(math.isnan(norm) for norm in ruled.after) == ruined
    assert note in shown("gradient_ruler", **settings).note


# --------------------------------------------------------------------------- loss_comparer


def test_the_pull_under_each_loss_is_the_slope_that_it_is_known_for() -> None:
    def pull(problem: str, name: str, settings: loss_comparer.Settings) -> torch.Tensor:
        posed = loss_comparer.PROBLEMS[problem](settings)
        return loss_comparer.pulls(posed.losses[name], posed.values[None])[0]

    tuned = loss_comparer.Settings(gamma=0.0, delta=0.4, temperature=0.5)
    missing = 1 - torch.tensor(loss_comparer.PROBLEMS["yes or no"](tuned).places)
    torch.testing.assert_close(pull("yes or no", "cross-entropy", tuned), missing)
    torch.testing.assert_close(pull("yes or no", "focal, γ 0", tuned), missing)
    size = torch.tensor(sorted(map(abs, loss_comparer.ERRORS)))
    torch.testing.assert_close(pull("a number", "squared error", tuned), 2 * size)
    torch.testing.assert_close(pull("a number", "Huber, δ 0.4", tuned), size.clamp(max=0.4))
    scores = torch.tensor([loss_comparer.OWN, *loss_comparer.COSINES]) / 0.5
    torch.testing.assert_close(pull("pairs", "T = 0.5", tuned), scores.softmax(0)[1:] / 0.5)


@pytest.mark.parametrize(
    ("problem", "setting", "gentle", "strict"),
    [("yes or no", "gamma", "0", "5"), ("a number", "delta", "10", "0.2"), ("pairs", "temperature", "0.02", "1")],
)
def test_what_a_loss_is_tuned_by_decides_who_is_heard(problem: str, setting: str, gentle: str, strict: str) -> None:
    def said(value: str) -> float:
        note = shown("loss_comparer", problem=problem, **{setting: value}).note
        return float(re.findall(r"([\d.]+)%", note)[-1])

    assert said(gentle) > 2 * said(strict)


def test_a_curve_passes_through_the_example_that_it_belongs_to() -> None:
    for problem in loss_comparer.PROBLEMS:
        posed = loss_comparer.PROBLEMS[problem](loss_comparer.Settings())
        for example, place in enumerate(posed.places):
            again = posed.value_of(torch.tensor([place]), example)
            torch.testing.assert_close(again[0], posed.values[example], rtol=1e-4, atol=1e-5)


# --------------------------------------------------------------------------- block_builder


@pytest.mark.parametrize("norm", block_builder.NORMS)
def test_the_block_builders_gpt2_block_costs_what_a_real_one_does(norm: str) -> None:
    parts = block_builder.built(norm, "GELU", 64, 4, 96)
    layer = torch.nn.TransformerEncoderLayer(64, 4, dim_feedforward=256, batch_first=True)
    assert sum(part.parameters for part in parts) == sum(each.numel() for each in layer.parameters())
    x = torch.randn(1, 96, 64)
    with torch.nn.attention.sdpa_kernel(torch.nn.attention.SDPBackend.MATH), FlopCounterMode(display=False) as counter:
        layer(x)
    assert sum(part.flops for part in parts) == counter.get_total_flops() == 96 * (24 * 64**2 + 4 * 96 * 64)
    assert {part.shape for part in parts if part.on_stream} == {(1, 96, 64)}
    assert [part.name for part in parts].index("norm") == (1 if norm == "pre-norm" else 6)


def test_the_block_builders_mlps_cost_alike_at_work_and_not_in_memory() -> None:
    def mlp(kind: str, what: str) -> int:
        parts = block_builder.built("pre-norm", kind, 768, 12, 1024)
        return sum(getattr(part, what) for part in parts if part.group == "MLP")

    assert mlp("GELU", "flops") == 1024 * 2 * 2 * 4 * 768**2 == mlp("SwiGLU", "flops")  # 8/3 of 768 is 2048
    router = 768 * 8
    assert mlp("8 experts, 2 at work", "flops") == 2 * (mlp("GELU", "flops") + 1024 * router)
    assert mlp("8 experts, 2 at work", "parameters") == 8 * 8 * 768**2 + router


def test_the_block_builder_says_when_attention_is_half_of_the_work() -> None:
    assert "18% of the work; it would be half at 4,608 tokens" in shown("block_builder").note
    assert "50% of the work" in shown("block_builder", time="4608").note


# --------------------------------------------------------------------------- mutant_zoo


def zoo(**settings: Any) -> tuple[set[str], set[str]]:
    """The mutants that live, and the right ones that are refused."""
    chosen = mutant_zoo.Settings(**settings)
    raised = {
        each.name: any(mutant_zoo.caught(chosen, error) for error in mutant_zoo.errors(each, chosen).values())
        for each in mutant_zoo.ZOO
    }
    alive = {each.name for each in mutant_zoo.ZOO if not each.right and not raised[each.name]}
    return alive, {each.name for each in mutant_zoo.ZOO if each.right and raised[each.name]}


BACKWARDS = {"a term forgotten", "not divided", "sign turned", "zeros"}
EPSILONS = {"no eps", "eps outside the root"}


@pytest.mark.parametrize(
    ("settings", "alive"),
    [
        ({}, BACKWARDS | {"squares first"}),
        (
            {"upstream": "square().sum(): 2y", "power": -3},
            BACKWARDS - {"a term forgotten"} | EPSILONS | {"squares first"},
        ),
        ({"upstream": "uneven"}, {"squares first"}),
        ({"upstream": "uneven", "power": -3}, EPSILONS | {"squares first"}),
        ({"upstream": "uneven", "power": -3, "inputs": "a constant row"}, {"squares first"}),
        ({"upstream": "uneven", "power": -10, "inputs": "far off, plus 10,000"}, set()),
        ({"upstream": "uneven", "power": -10, "inputs": "all five"}, set()),
    ],
)
def test_a_mutant_of_the_zoo_lives_where_its_input_and_its_gradient_hide_it(
    settings: dict[str, Any], alive: set[str]
) -> None:
    assert zoo(**settings) == (alive, set())


def test_a_tolerance_below_rounding_refuses_what_is_right() -> None:
    for name in mutant_zoo.INPUTS:
        assert zoo(inputs=name, upstream="uneven", power=-9, dtype="float32")[1], name
    assert "what is right is refused" in shown("mutant_zoo", power="-9", dtype="float32", upstream="uneven").note


def test_the_zoo_says_what_hides_its_mutants() -> None:
    assert "4 wrong backwards pass: the gradient of sum()" in shown("mutant_zoo").note
    assert shown("mutant_zoo", upstream="uneven").note.startswith("Alive: squares first.")
    assert shown("mutant_zoo", upstream="uneven", power="-10", inputs="all five").note.startswith("All eleven")


# --------------------------------------------------------------------------- freeze_map


def frozen_rows(**settings: Any) -> dict[str, freeze_map.Row]:
    """The rows of the backbone, by name."""
    rows, _ = freeze_map.mapped(freeze_map.Settings(**settings))
    return {row.name.removeprefix("backbone."): row for row in rows if row.name.startswith("backbone")}


@pytest.mark.parametrize("optimizer", list(freeze_map.OPTIMIZERS))
def test_a_backbone_without_gradients_in_eval_mode_rests(optimizer: str) -> None:
    for freeze in freeze_map.WAYS[1:]:
        rows = frozen_rows(freeze=freeze, optimizer=optimizer, quiet=True)
        assert {name: row.moved for name, row in rows.items()} == dict.fromkeys(rows, 0.0)


def test_in_train_mode_the_running_statistics_move_however_it_is_frozen() -> None:
    for freeze in freeze_map.WAYS:
        moved = {name for name, row in frozen_rows(freeze=freeze).items() if "batch statistics" in row.causes}
        assert moved == {"1.running_mean", "1.running_var"}


@pytest.mark.parametrize(
    ("optimizer", "decay", "causes"),
    [
        ("SGD", "nothing", ()),
        ("SGD", "everything", ("decay",)),
        ("SGD with momentum", "nothing", ("momentum",)),
        ("AdamW", "everything", ("momentum", "decay")),
    ],
)
def test_a_gradient_of_zero_moves_what_is_frozen(optimizer: str, decay: str, causes: tuple[str, ...]) -> None:
    row = frozen_rows(zeros=True, optimizer=optimizer, decay=decay)["0.weight"]
    assert (row.gradient, row.causes, row.moved > 0) == ("zero", causes, bool(causes))


def test_decay_on_matrices_only_leaves_gains_and_biases_out() -> None:
    rows, _ = freeze_map.mapped(freeze_map.Settings(decay="matrices only"))
    assert [row.name for row in rows if row.decay] == ["backbone.0.weight", "head.weight"]


def test_what_the_optimizer_does_not_know_keeps_its_gradient() -> None:
    row = frozen_rows(freeze=freeze_map.WAYS[3])["0.weight"]
    assert (row.gradient, row.updated, row.moved) == ("yes", False, 0.0)
    assert "pile up" in shown("freeze_map", freeze=freeze_map.WAYS[3], quiet="yes").note
