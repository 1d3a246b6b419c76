"""What is said of torch's errors: every one is raised by torch itself, so that no rule waits for words of yesterday."""

from __future__ import annotations

import warnings

import pytest
import torch

from gradschool.judge.advice import _rules, advice
from gradschool.model import Outcome, Raised, Report, ScenarioReport
from gradschool.render.report import report_json, report_plain
from workbench import Workbench

# Code that goes wrong, and a piece of the advice.
SHAPES = [
    ("torch.ones(3, 4) + torch.ones(3, 5)", "along axis 1 one tensor has size 4 and the other 5"),
    ("torch.ones(3).add_(torch.ones(2, 3))", "can't grow its tensor from (3,) to (2, 3)"),
    ("torch.ones(3, 4).expand(2, 4)", "(3, 4) can't be expanded to (2, 4): at axis 0 of that shape it has size 3"),
    ("torch.ones(2, 3) @ torch.ones(4, 5)", "(2, 3) @ (4, 5): the inner sizes, 3 and 4, must be equal"),
    ("torch.ones(2, 3) @ torch.ones(4, 3)", "transposing the second (`.mT`) fits"),
    ("torch.ones(4, 3) @ torch.ones(4, 5)", "transposing the first (`.mT`) fits"),
    ("nn.Linear(4, 2)(torch.ones(5, 3))", "4 is its `in_features`, and 3 the last axis of its input"),
    ("torch.ones(2, 3, 4) @ torch.ones(2, 5, 6)", "the left matrix has 4 columns and the right one 5 rows"),
    ("torch.bmm(torch.ones(2, 3, 4), torch.ones(3, 4, 6))", "2 matrices on the left, 3 on the right"),
    ("torch.bmm(torch.ones(3, 4), torch.ones(3, 4, 6))", "`bmm` takes two tensors of three axes"),
    ("torch.mm(torch.ones(3), torch.ones(3, 4))", "`mm` two of two"),
    ("torch.ones(2, 3) @ torch.ones(4)", "the matrix has 3 columns and the vector 4 elements"),
    ("torch.ones(3) @ torch.ones(4)", "they have 3 and 4 elements"),
    ("torch.tensor(1.0) @ torch.tensor(1.0)", "a scalar has none: multiply with `*`"),
    ("torch.ones(2, 3).T.view(6)", "`view` never copies"),
    ("torch.ones(2, 3).view(4, 2)", "There are 6 elements, and the shape asked for has 8"),
    ("torch.ones(2, 3).reshape(4, -1)", "There are 6 elements, which 4 does not divide"),
    ("torch.ones(2, 6).unflatten(1, (4, 2))", "Axis 1 has size 6, and the product of 4, 2 is another"),
    ("torch.stack([torch.ones(2), torch.ones(3)])", "the first is (2,), and number 1, counted from 0, is (3,)"),
    ("torch.cat([torch.ones(2, 3), torch.ones(2, 4)])", "tensor 1, counted from 0, has size 4 where the first has 3"),
    ("torch.cat([torch.ones(2, 3), torch.ones(2)])", "these have 2 and 1"),
    ("torch.cat([torch.tensor(1.0), torch.tensor(2.0)])", "a scalar has none: `stack` them"),
    ("torch.ones(2, 3).permute(0, 1, 2)", "the tensor has 2, and 3 were named"),
    ("torch.ones(2, 3).permute(0, 0)", "one of them came twice"),
    ("torch.ones(5).split([2, 2])", "Axis 0 has size 5, and the parts 2, 2"),
    ("torch.ones(2, 3).repeat(2)", "a count for every axis"),
    ("nn.Conv2d(3, 1, 1)(torch.ones(1, 1, 4, 4))", "takes 3 channels and the input (1, 1, 4, 4) has 1"),
    ("nn.Conv2d(3, 1, 1)(torch.ones(4, 4))", "this is (4, 4)"),
    ("nn.Conv2d(1, 1, 5)(torch.ones(1, 1, 3, 3))", "(3 x 3) is smaller than the kernel (5 x 5)"),
    ("nn.LayerNorm(3)(torch.ones(2, 4))", "of sizes (3,); the input is (2, 4)"),
    ("nn.BatchNorm1d(3)(torch.ones(2, 4))", "made for 3 features, and the input has 4"),
]
DTYPES = [
    ("torch.ones(2, 2) @ torch.ones(2, 2).double()", "One is float, the other double"),
    ("nn.Linear(2, 2)(torch.ones(2, 2).double())", "float64 (double) comes from numpy or `.double()`"),
    ("nn.Linear(2, 2)(torch.ones(2, 2).long())", "One is long, the other float"),
    ("nn.Conv2d(1, 1, 1)(torch.ones(1, 1, 2, 2).double())", "One is double, the other float"),
    ("torch.ones(2) @ torch.ones(2).double()", "One is float, the other double"),
    ("x = torch.ones(3)\nx[torch.tensor([0])] = torch.ones(1).double()", "One is float, the other double"),
    ("torch.lerp(torch.ones(2), torch.ones(2).double(), 0.5)", "One is float, the other double"),
    ("torch.zeros(3).scatter(0, torch.tensor([0]), torch.ones(1).double())", "`src.to(input.dtype)`"),
    ("x = torch.ones(2).long()\nx += 0.5", "The result is float, and it should go into a tensor of long"),
    ("F.binary_cross_entropy_with_logits(torch.ones(2), torch.ones(2).long())", "Targets of a loss on numbers"),
    ("torch.arange(3).mean()", "of integers is no integer"),
    ("torch.arange(3).var()", "of integers is no integer"),
    ("nn.Embedding(3, 2)(torch.ones(2))", "Indices must be integers"),
    ("F.one_hot(torch.ones(2))", "Indices must be int64"),
    ("torch.ones(2).gather(0, torch.zeros(1))", "Indices must be int64"),
    ("torch.linalg.inv(torch.ones(2, 2).half())", "does not exist in half precision"),
    ("torch.ones(2) & torch.ones(2).bool()", "one of these is float"),
    ("torch.ones(2).bincount()", "for integers or masks"),
    ("torch.ones(2).half().masked_fill(torch.ones(2).bool(), -1e9)", "too large for float16"),
    ("torch.arange(3).softmax(0)", "no such operation for long"),
    ("torch.ones(2).bool().sin_()", "The result is float, and it should go into a tensor of bool"),
    ("torch.ones(2).bool() - torch.ones(2).bool()", '`~m` is "not m"'),
    ("-torch.ones(2).bool()", '`~m` is "not m"'),
    ("~torch.ones(2)", "`~` is for masks"),
    ("torch.ones(2).masked_fill(torch.ones(2), 0)", "A mask is bool"),
    ("torch.where(torch.ones(2), 1, 0)", "A mask is bool"),
    ("torch.tensor([1, 2]) ** -1", "A negative power"),
    ("torch.ones(2).bfloat16().numpy()", "numpy has no bfloat16"),
]
LEAF = "x = torch.ones(2, requires_grad=True)\n"
FUNCTION = """
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        return factor * x

    @staticmethod
    def backward(ctx, upstream):
        return {}

Double.apply(x, 2.0).sum().backward()
"""
TWICE = FUNCTION.format("2 * upstream, None").replace("    @staticmethod\n    def backward", "    {}\n    def backward")
ONCE = "@staticmethod\n    @torch.autograd.function.once_differentiable"
NEW_STYLE = """
class Square(torch.autograd.Function):
    @staticmethod
    def forward({}):
        return x.square()

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

Square.apply(torch.ones(2))
torch.func.{}(lambda x: Square.apply(x).sum())(torch.ones(2, 2))
"""
OLD_STYLE = FUNCTION.format("upstream, None").rpartition("Double")[0]
SCALER = """
w = torch.ones(2, {}requires_grad=True)
optimizer, scaler = torch.optim.SGD([w], lr=1), torch.amp.GradScaler("cpu")
scaler.scale(w.sum()).backward()
"""
AUTOGRAD = [
    (
        LEAF + TWICE.format(ONCE) + "y = (Double.apply(x, 2.0) ** 2).sum()\n"
        "torch.autograd.grad(y, x, create_graph=True)[0].sum().backward()",
        "Without `@once_differentiable`",
    ),
    (NEW_STYLE.format("x", "vmap"), "`generate_vmap_rule = True`"),
    (OLD_STYLE + "torch.func.grad(lambda x: Double.apply(x, 2.0).sum())(torch.ones(2))", "`forward` without `ctx`"),
    (SCALER.format("dtype=torch.half, ") + "scaler.unscale_(optimizer)", "keep the model in float32"),
    (SCALER.format("") + "scaler.step(optimizer)\nscaler.unscale_(optimizer)", "`step`, `update`"),
    (SCALER.format("") + "scaler.step(optimizer)\nscaler.step(optimizer)", "`step`, `update`"),
    (SCALER.format("") + "scaler.unscale_(optimizer)\nscaler.unscale_(optimizer)", "`step`, `update`"),
    ("torch.ones(2).sum().backward()", "Nothing leads from this result back"),
    (LEAF + "y = (x * x).sum()\ny.backward()\ny.backward()", "The first `backward` freed the graph"),
    (LEAF + "y = x.exp()\ny.add_(1)\ny.sum().backward()", "The tensor of shape (2,), an output of `exp`, is"),
    (LEAF + "y = 2 * x\nz = y * y\ny.zero_()\nz.sum().backward()", "The tensor of shape (2,), an output of `zero`, is"),
    (
        LEAF + "h = torch.ones(3)\nfor i in range(2):\n    h[i + 1] = h[i] * x.sum()\nh[2].backward()",
        "A view of shape () (an element, a slice, a transpose) is needed",
    ),
    (LEAF + "x += 1", "A parameter can't be changed in place"),
    (LEAF + "x[0] = 1", "A parameter can't be changed in place"),
    (LEAF + "x.exp().backward()", "`backward` starts from one number"),
    (LEAF + "torch.autograd.grad(x.sum(), torch.ones(2, requires_grad=True))", "does not depend on that tensor"),
    ("torch.ones(2, dtype=torch.long, requires_grad=True)", "Integers have no gradient"),
    ("torch.arange(3).requires_grad_()", "Integers have no gradient"),
    (LEAF + "x.numpy()", "numpy knows no gradients"),
    (LEAF + "import copy\ncopy.deepcopy(2 * x)", "`x.detach().clone()` copies the values"),
    (LEAF + "with torch.inference_mode():\n    y = torch.ones(2)\nx * y", "lost for autograd"),
    (LEAF + FUNCTION.format("upstream"), "after `ctx`, so 2"),
    (LEAF + FUNCTION.format("torch.ones(3), None"), "that argument's shape, (2,), and has (3,)"),
    (LEAF + "x.grad = torch.ones(3)", "(2,), not (3,)"),
    (LEAF + "(2 * x).backward(torch.ones(3))", "The upstream gradient has the shape of the result: (2,), not (3,)"),
]
LOSSES = [
    ("F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 3]))", "Class 3 has no column"),
    ("F.cross_entropy(torch.ones(2, 3), torch.tensor([0, 1, 2]))", "2 rows of scores and 3 targets"),
    ("F.cross_entropy(torch.ones(2, 3), torch.ones(2))", "Classes are int64"),
    ("F.cross_entropy(torch.ones(2, 3), torch.ones(2, 1).long())", "`squeeze(1)` them"),
    ("F.cross_entropy(torch.ones(2, 5, 3), torch.ones(2, 5).long())", "for targets (2, 5) the scores are"),
    ("F.binary_cross_entropy_with_logits(torch.ones(2, 1), torch.ones(2))", "Scores are (2, 1) and targets (2,)"),
    ("nn.BatchNorm1d(3)(torch.ones(1, 3))", "no spread in (1, 3)"),
    ("torch.multinomial(torch.tensor([-1.0, 2.0]), 1)", "finite and not negative"),
]
INDICES = [
    ("nn.Embedding(3, 2)(torch.tensor([3]))", "a row that it does not have"),
    ("torch.ones(3)[torch.tensor([3])]", "its indices go from 0 to 2; 3 was asked for"),
    ("torch.ones(2, 3).gather(1, torch.tensor([[3]]))", "Axis 1 has size 3"),
    ("torch.ones(2, 3).sum(2)", "The tensor has 2 axes, 0 to 1, and axis 2 was asked for"),
    ("torch.ones(3).sum(1)", "at most one axis, 0, and axis 1"),
    ("torch.ones(2, 3)[0, 0, 0]", "The tensor has 2 axes, and more were indexed"),
    ("torch.ones(3)[torch.tensor([0.0])]", "An index is an integer"),
    ("torch.ones(3)[1.0]", "An index is an integer"),
    ("torch.ones(4)[1.0:]", "An index is an integer"),
    ("torch.tensor(1.0)[0]", "A scalar has no axis to index"),
    ("torch.ones(3)[torch.tensor([True, False])]", "picks from: (3,), not (2,)"),
    ("torch.ones(3, 3)[torch.tensor([0, 1]), torch.tensor([0, 1, 2])]", "[2], [3] do not fit"),
    ("torch.ones(2, 3).gather(1, torch.tensor([3]))", "an index with as many axes"),
    ("torch.einsum('ij,jk->ik', torch.ones(2, 3), torch.ones(4, 5))", "`j` stands for size 3 and for size 4"),
    ("torch.einsum('ij,jk->ik', torch.ones(2, 3, 1), torch.ones(3, 5))", "3 axes, and the equation gives it 2 letters"),
    ("torch.einsum('ij,jk->ik', torch.ones(2, 3))", "and fewer tensors came"),
    ("torch.einsum('ij->ij', torch.ones(2, 3), torch.ones(2, 3))", "and more tensors came"),
    ("torch.einsum('ij->ik', torch.ones(2, 3))", "`k` stands right of the arrow"),
    ("F.one_hot(torch.tensor([3]), 2)", "less than `num_classes`"),
    ("F.one_hot(torch.tensor([-1]), 2)", "less than `num_classes`"),
    ("torch.ones(2, 3).sum((1, 1))", "Axis 1 is named twice"),
    ("torch.ones(0).max()", "The tensor is empty"),
]
MODULE = "class Model(nn.Module):\n    def __init__(self):\n        {}\n    def forward(self, x):\n        return x\n"
MODULES = [
    (MODULE.format("self.layer = nn.Linear(1, 1)") + "Model()", "`super().__init__()`"),
    (MODULE.format("self.w = nn.Parameter(torch.ones(1))") + "Model()", "`super().__init__()`"),
    (MODULE.format("self.register_buffer('b', torch.ones(1))") + "Model()", "`super().__init__()`"),
    (MODULE.format("self.size = 1") + "Model()(1)", "`super().__init__()`"),
    ("class Model(nn.Module):\n    pass\nModel()(1)", "`Model` has no `forward`"),
    ("nn.ModuleList([nn.Linear(1, 1)])(1)", "loop over it"),
    ("nn.Linear(1, 1).weight = torch.ones(1, 1)", "`weight` is a parameter"),
    (
        "nn.Linear(2, 3).load_state_dict(nn.Linear(2, 4).state_dict())",
        "`weight` was saved as (4, 2) and is (3, 2) here; `bias` was saved as (4,) and is (3,) here.",
    ),
    (
        "nn.Linear(2, 3).load_state_dict({'w': torch.ones(3, 2), 'bias': torch.ones(3)})",
        "The module has `weight`, the state_dict has not; the state_dict has `w`, the module has not.",
    ),
    ("torch.optim.SGD([], lr=1)", "No parameters were found"),
    ("torch.optim.SGD(torch.ones(2), lr=1)", "such as `[w]`"),
    (LEAF + "torch.optim.SGD([2 * x], lr=1)", "only leaves have a `.grad`"),
    ("torch.ones(2) + torch.ones(2, device='meta')", "different devices"),
    ("torch.empty(1 << 46)", "It asked for 262,144.0 GiB at once"),
]
PYTHON = [
    ("raise NotImplementedError('your turn')", "This is still the starter"),
    ("if torch.ones(2) > 0:\n    pass", "need one truth"),
    ("torch.ones(2).item()", "from a tensor of one element"),
    ("torch.tensor([torch.ones(2), torch.ones(2)])", "use `torch.stack`"),
    ("torch.ones(2).grad.zero_()", "a function without `return`"),
    ("None * torch.ones(2)", "a function without `return`"),
    ("torch.ones(2) + None", "a function without `return`"),
    ("None[0]", "a function without `return`"),
    ("(lambda: 1).shape", "it is still to be called"),
    ("torch.ones(2).size[0]", "it is still to be called"),
    ("torch.ones(2).sum + 1", "it is still to be called"),
    ("torch.ones(2).shape(0)", "`size` is called"),
    ("def f(a):\n    pass\nf(1, 2)", "`f` takes 1 and got 2"),
    ("class A:\n    def f(a):\n        pass\nA().f(1)", "is `self` missing from its `def`"),
    ("def f(a, b):\n    pass\nf(1)", "leaves out 'b'"),
    ("torch.ones(2).softmax()", 'leaves out "dim"'),
    ("def f(a):\n    pass\nf(b=2)", "No parameter is called `b`"),
    ("torch.ones(2).sum(axes=1)", "No form of `sum` takes (axes=int"),
    ("torch.sqrt(2.0)", "`input` is a Python float"),
    ("torch.ones(2, 3).max(1).sum()", "Several results came in a tuple"),
    ("(torch.ones(1), 1).shape", "Several results came in a tuple"),
    ("[torch.ones(1)].shape", "This is a list. Where a tensor is meant"),
    ("(1.0).sqrt()", "plain Python number"),
    ("torch.ones(2).astype(int)", "torch has `.to(dtype)`"),
    ("torch.concat_all", ""),
    ("b, t, c = torch.ones(3, 2).shape", "2 came for 3 names"),
    ("a, b = torch.ones(3)", "More than 2 came for 2 names"),
    ("len(torch.tensor(1))", "A scalar can't be counted"),
    ("list(torch.tensor(1))", "A scalar can't be counted"),
    ("torch.tensor([[1, 2], [3]])", "different lengths, 2 and 1"),
    ("def f():\n    f()\nf()", "calls itself without end"),
    ("1 / 0", ""),
    ("undefined", ""),
]
EVERY = [*SHAPES, *DTYPES, *AUTOGRAD, *LOSSES, *INDICES, *MODULES, *PYTHON]


def raised_by(code: str) -> Exception:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(code, {"torch": torch, "nn": torch.nn, "F": torch.nn.functional, "__name__": "learner"})
        except Exception as error:  # noqa: BLE001  # whatever it raises is what is looked at
            return error
    raise AssertionError(f"nothing is raised by {code}")


@pytest.mark.parametrize(("code", "piece"), EVERY, ids=[code.replace("\n", "; ")[-60:] for code, _ in EVERY])
def test_torchs_own_error_gets_its_advice(code: str, piece: str) -> None:
    error = raised_by(code)
    said = advice(type(error).__name__, str(error))
    assert (piece in said, bool(said), "{" in said) == (True, bool(piece), False), (str(error), said)


def test_an_advice_is_at_most_three_sentences_long() -> None:
    said = {advice(type(error).__name__, str(error)) for error in (raised_by(code) for code, _ in EVERY)}
    assert [text for text in said if len(text) > 300] == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("IndexError", "index x is out of bounds for dimension y with size z"),
        ("IndexError", "Dimension out of range (expected to be in range of [a, b], but got c)"),
        ("RuntimeError", "can't allocate memory: you tried to allocate many bytes"),
        ("RuntimeError", "shape '[{0}]' is invalid for input of size {nothing}"),
        ("RuntimeError", "Error(s) in loading state_dict for M:"),
        ("KeyError", "x" * 100_000),
        ("", ""),
    ],
)
def test_a_learners_own_error_in_torchs_words_is_no_danger(name: str, message: str) -> None:
    assert "{nothing:" not in advice(name, message)


def test_every_rule_has_something_to_say() -> None:
    assert [rule for rule in _rules() if not rule.said or not all(rule.pieces[:1])] == []


def test_a_report_carries_the_advice_below_the_learners_line(bench: Workbench) -> None:
    report = bench.judge("import torch\n\ndef answer(x):\n    return x + torch.ones(5)\n")
    said = (
        "Shapes are lined up from the right: along axis 0 one tensor has size 2 and the other 5, and neither is 1. "
        "Often an axis was dropped (`keepdim=True` keeps it, `[..., None]` puts one in) or two are swapped."
    )
    message = "The size of tensor a (2) must match the size of tensor b (5) at non-singleton dimension 0"
    frames = ("line 4 in answer: return x + torch.ones(5)",)
    assert report.scenarios[0].raised == Raised("RuntimeError", message, 4, frames, said)


def test_a_signature_that_does_not_fit_is_told_once(bench: Workbench) -> None:
    raised = bench.judge("def answer():\n    pass").scenarios[0].raised
    assert raised is not None
    assert (raised.message.endswith("The task asks for `answer(x)`."), raised.advice) == (True, "")


def test_the_same_advice_is_shown_once() -> None:
    rows = (ScenarioReport(name, Outcome.CRASHED, raised=Raised("E", "e", advice="So it is.")) for name in "ab")
    assert report_plain(Report("e", Outcome.CRASHED, 0, 2, tuple(rows))).count("So it is.") == 1


def test_the_advice_is_shown_to_people_and_machines() -> None:
    raised = Raised("IndexError", "too many", 3, ("line 3 in f: x[0, 0]",), "The tensor has 1 axis.")
    report = Report("e", Outcome.CRASHED, 0, 1, (ScenarioReport("works", Outcome.CRASHED, raised=raised),))
    assert report_plain(report).splitlines()[:4] == [
        "✗ works",
        "    IndexError: too many                                             your line 3",
        "      line 3 in f: x[0, 0]",
        "    The tensor has 1 axis.",
    ]
    assert report_json(report)["scenarios"][0]["differences"] == [
        {"name": "raised", "expected": "", "got": "IndexError: too many", "note": "line 3; The tensor has 1 axis."}
    ]
