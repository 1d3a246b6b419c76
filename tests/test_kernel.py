"""The live kernel, in real processes: what it runs, what it says, and how it survives."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from gradschool.errors import UsageError, WorkerError
from gradschool.kernel import Done, Event, Failed, Kernel, Lost, Run, Shown, Stream, transcript
from gradschool.worker import AnyFork, AnyWorker, own

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def worker() -> Iterator[AnyWorker]:
    with own() as worker:
        yield worker


@pytest.fixture
def kernel(worker: AnyWorker, tmp_path: Path) -> Iterator[Kernel]:
    with Kernel(lambda: worker.fork("live", {"folder": str(tmp_path)})) as kernel:
        yield kernel


def ran(kernel: Kernel, code: str, name: str = "example 1") -> list[Event]:
    """All events of one run, in order, without the time that it took; printed text joined, stream by stream."""
    told: list[Event] = []
    for event in kernel.run(code, name):
        last = told[-1] if told else None
        if isinstance(event, Stream) and isinstance(last, Stream) and last.stream == event.stream:
            told[-1] = Stream(event.stream, last.text + event.text)
        else:
            told.append(Done(event.ok, 0.0) if isinstance(event, Done) else event)
    return told


def value(text: str) -> Shown:
    return Shown({"text/plain": text}, result=True)


def failure(events: Iterable[Event]) -> Failed:
    return next(event for event in events if isinstance(event, Failed))


def without_markers(failed: Failed) -> list[str]:
    """The lines of its traceback without those that only underline, which differ from one Python to the next."""
    return [line for line in failed.traceback if line.strip(" ~^")]


def printed_until(run: Run, sign: str) -> None:
    """Read on until `sign` was printed: from then on the code surely runs."""
    for event in run:
        if isinstance(event, Stream) and sign in event.text:
            return
    raise AssertionError(f"{sign!r} was never printed")


OK = Done(True, 0.0)
NOT_OK = Done(False, 0.0)


# --------------------------------------------------------------------------- running


def test_the_value_of_a_last_expression_is_shown(kernel: Kernel) -> None:
    assert ran(kernel, "1 + 1") == [value("2"), OK]


def test_a_semicolon_silences_the_value(kernel: Kernel) -> None:
    assert ran(kernel, "1 + 1;") == [OK]


def test_an_empty_example_does_nothing(kernel: Kernel) -> None:
    assert [ran(kernel, code) for code in ("", "\n\n", "# nothing")] == [[OK]] * 3


def test_examples_share_one_namespace(kernel: Kernel) -> None:
    ran(kernel, "import torch\nx = torch.arange(3)")
    assert ran(kernel, "x * 2") == [value("tensor([0, 2, 4])"), OK]


def test_the_last_value_is_kept_as_an_underscore(kernel: Kernel) -> None:
    ran(kernel, "20 + 1")
    assert ran(kernel, "_ * 2") == [value("42"), OK]


def test_an_underscore_that_the_learner_assigned_stays_theirs(kernel: Kernel) -> None:
    ran(kernel, "for _ in range(3): pass")
    ran(kernel, "'shown'")
    assert ran(kernel, "_") == [value("2"), OK]


def test_a_shown_tensor_is_freed_when_the_next_value_is_shown(kernel: Kernel) -> None:
    ran(kernel, "import torch, weakref\nx = torch.ones(3)\nseen = weakref.ref(x)\nx")
    ran(kernel, "del x\n'another'")
    assert ran(kernel, "seen() is None") == [value("True"), OK]


def test_what_an_error_held_is_freed(kernel: Kernel) -> None:
    code = "import torch, weakref\ndef f():\n    global seen; x = torch.ones(3); seen = weakref.ref(x)\n    1 / 0\nf()"
    assert failure(ran(kernel, code)).name == "ZeroDivisionError"
    assert ran(kernel, "seen() is None") == [value("True"), OK]


def test_the_working_folder_is_the_given_one_and_stays_empty(kernel: Kernel, tmp_path: Path) -> None:
    assert ran(kernel, "import os; os.getcwd()") == [value(repr(str(tmp_path))), OK]
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_into_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, folder = tmp_path / "home", tmp_path / "folder"
    home.mkdir()
    folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    with own() as worker, Kernel(lambda: worker.fork("live", {"folder": str(folder)})) as kernel:
        assert ran(kernel, "1\nprint?\n1/0")[-1] == NOT_OK
    assert list(tmp_path.rglob("*")) == [home, folder]


def test_two_kernels_do_not_see_each_other(kernel: Kernel, worker: AnyWorker, tmp_path: Path) -> None:
    with Kernel(lambda: worker.fork("live", {"folder": str(tmp_path)})) as other:
        first = kernel.run("import time; print('first', flush=True)\nwhile not 'x' in globals(): time.sleep(0.01)")
        printed_until(first, "first")
        assert ran(other, "x = 2\nx") == [value("2"), OK]
        first.close()
        assert failure(ran(kernel, "x")).last == "NameError: name 'x' is not defined"


def test_two_kernels_draw_different_random_numbers(kernel: Kernel, worker: AnyWorker, tmp_path: Path) -> None:
    draw = "import torch, random, numpy\ntorch.rand(4).tolist(), random.random(), numpy.random.rand()"
    with Kernel(lambda: worker.fork("live", {"folder": str(tmp_path)})) as other:
        assert ran(kernel, draw) != ran(other, draw)


def test_torch_runs_with_one_thread_unless_told_otherwise(kernel: Kernel, worker: AnyWorker, tmp_path: Path) -> None:
    ask = "import torch; torch.get_num_threads()"
    with Kernel(lambda: worker.fork("live", {"folder": str(tmp_path), "threads": 2})) as wide:
        assert [ran(kernel, ask), ran(wide, ask)] == [[value("1"), OK], [value("2"), OK]]


def test_top_level_await_works(kernel: Kernel) -> None:
    assert ran(kernel, "import asyncio\nawait asyncio.sleep(0, 'awake')") == [value("'awake'"), OK]


# --------------------------------------------------------------------------- what is shown


def test_unicode_comes_through(kernel: Kernel) -> None:
    assert ran(kernel, "print('∂loss/∂ŵ 🙂')\n'ψ'") == [Stream("stdout", "∂loss/∂ŵ 🙂\n"), value("'ψ'"), OK]


def test_a_lone_surrogate_is_printed_as_its_code(kernel: Kernel) -> None:
    assert ran(kernel, r"print('\ud800')") == [Stream("stdout", "\\ud800\n"), OK]


def test_display_shows_every_form_that_an_object_has(kernel: Kernel) -> None:
    code = "class B:\n    def __repr__(self): return 'b'\n    def _repr_html_(self): return '<b>b</b>'\ndisplay(B())"
    assert ran(kernel, code) == [Shown({"text/plain": "b", "text/html": "<b>b</b>"}), OK]


def test_text_values_and_figures_come_in_order(kernel: Kernel) -> None:
    events = ran(
        kernel,
        "import matplotlib.pyplot as plt\n"
        "print('before'); plt.plot([1, 2]); plt.show(); print('between'); plt.plot([2, 1]);",
    )
    pictures = [event for event in events if isinstance(event, Shown)]
    assert [picture.png[:8] for picture in pictures] == [PNG, PNG]
    assert [event for event in events if event not in pictures] == [
        Stream("stdout", "before\n"),
        Stream("stdout", "between\n"),
        OK,
    ]
    assert [type(event) for event in events] == [Stream, Shown, Stream, Shown, Done]


def test_matplotlib_is_imported_only_by_code_that_asks_for_it(kernel: Kernel) -> None:
    assert ran(kernel, "import sys; 'matplotlib' in sys.modules") == [value("False"), OK]


def test_a_question_mark_shows_the_documentation(kernel: Kernel) -> None:
    ran(kernel, "def twice(x):\n    'Two times x.'\n    return 2 * x", "example 4")
    (shown, _) = ran(kernel, "twice?")
    assert isinstance(shown, Shown)
    assert shown.text.splitlines() == [
        "Signature: twice(x)",
        "Docstring: Two times x.",
        "File:      example 4",
        "Type:      function",
    ]


def test_two_question_marks_show_the_source(kernel: Kernel) -> None:
    ran(kernel, "def twice(x):\n    return 2 * x", "example 4")
    (shown, _) = ran(kernel, "twice??")
    assert isinstance(shown, Shown)
    assert "def twice(x):\n    return 2 * x" in shown.text


def test_timeit_tells_the_time(kernel: Kernel) -> None:
    assert "per loop (mean ± std. dev. of 2 runs, 3 loops each)" in transcript(kernel.run("%timeit -n 3 -r 2 1 + 1"))


def test_standard_output_error_c_and_shell_come_in_order(kernel: Kernel) -> None:
    code = (
        "import ctypes, os, sys\nprint('python')\nprint('error', file=sys.stderr)\nos.write(1, b'descriptor\\n')\n"
        "print('again')\n!echo shell\nsys.stdout.buffer.write(b'bytes\\n')\nctypes.CDLL(None).puts(b'c');"
    )
    assert ran(kernel, code) == [
        Stream("stdout", "python\n"),
        Stream("stderr", "error\n"),
        Stream("stdout", "descriptor\nagain\nshell\nbytes\nc\n"),
        OK,
    ]


def test_half_a_line_is_sent_while_the_code_still_runs(kernel: Kernel) -> None:
    run = kernel.run("import time\nprint('epoch 1', end='')\nwhile True: time.sleep(0.01)")
    printed_until(run, "epoch 1")
    run.close()


def test_what_a_thread_prints_later_comes_with_the_next_example(kernel: Kernel) -> None:
    ran(kernel, "import threading\nlate = threading.Timer(0.05, print, ['late'])\nlate.start()")
    assert ran(kernel, "late.join()") == [Stream("stdout", "late\n"), OK]


def test_a_warning_is_shown_once_in_each_example(kernel: Kernel) -> None:
    code = "import torch\nfor _ in range(3): torch.nn.functional.mse_loss(torch.ones(3, 1), torch.ones(3))"
    first, again = transcript(kernel.run(code, "example 1")), transcript(kernel.run(code, "example 2"))
    assert first.startswith("example 1:2: UserWarning: Using a target size (torch.Size([3]))")
    assert first.count("UserWarning") == 1
    assert again == first.replace("example 1", "example 2")


def test_output_of_a_hundred_megabytes_is_cut_and_said_so_once(kernel: Kernel) -> None:
    code = "import os\nfor _ in range(10_000): print('x' * 9_999)\nfor _ in range(100): os.write(1, b'y' * 100_000)"
    text = transcript(kernel.run(code))
    assert 1_000_000 < len(text) < 1_200_000
    assert text.endswith("\n… output cut at 1 MB")
    assert text.count("output cut") == 1


def test_output_is_whole_again_after_a_cut(kernel: Kernel) -> None:
    ran(kernel, "print('x' * 2_000_000)")
    assert ran(kernel, "print('y')") == [Stream("stdout", "y\n"), OK]


def test_a_value_too_long_to_show_is_cut(kernel: Kernel) -> None:
    assert len(transcript(kernel.run("'x' * 3_000_000"))) < 1_100_000


def test_asking_for_input_is_answered_with_an_error(kernel: Kernel) -> None:
    codes = ("input('name? ')", "breakpoint()", "import getpass; getpass.getpass()")
    told = [failure(ran(kernel, code)).last for code in codes]
    assert told == ["RuntimeError: examples cannot ask for input here"] * 3


def test_workers_of_a_data_loader_run_and_print_once(kernel: Kernel) -> None:
    code = (
        "import torch\nprint('kept until now', end=' ')\n"
        "class Squares(torch.utils.data.Dataset):\n"
        "    def __len__(self): return 4\n"
        "    def __getitem__(self, i):\n        print('item', i)\n        return i * i\n"
        "loader = torch.utils.data.DataLoader(Squares(), batch_size=2, num_workers=2)\n"
        "[batch.tolist() for batch in loader]"
    )
    events = ran(kernel, code)
    text = "".join(event.text for event in events if isinstance(event, Stream) and event.stream == "stdout")
    assert [event for event in events if not isinstance(event, Stream)] == [value("[[0, 1], [4, 9]]"), OK]
    assert text.count("kept until now") == 1
    assert sorted(text.removeprefix("kept until now ").split("\n")) == ["", "item 0", "item 1", "item 2", "item 3"]


# --------------------------------------------------------------------------- errors


def test_a_traceback_shows_the_learners_frames_and_counts_the_others(kernel: Kernel) -> None:
    ran(kernel, "import torch\nmodel = torch.nn.Linear(2, 3)\ndef predict(x):\n    return model(x)", "example 2")
    failed = failure(ran(kernel, "\nx = torch.ones(4, 5)\npredict(x)", "example 3"))
    message = "mat1 and mat2 shapes cannot be multiplied (4x5 and 2x3)"
    assert (failed.name, failed.message, failed.line) == ("RuntimeError", message, 3)
    assert without_markers(failed) == [
        "Traceback (most recent call last):",
        '  File "example 3", line 3, in <module>',
        "    predict(x)",
        '  File "example 2", line 4, in predict',
        "    return model(x)",
        "  … 3 calls inside torch",
        f"RuntimeError: {message}",
    ]


def test_a_syntax_error_names_its_line(kernel: Kernel) -> None:
    assert ran(kernel, "x = 1\n\ndef f(:\n    pass", "example 7") == [
        Failed(
            "SyntaxError",
            "invalid syntax",
            ('  File "example 7", line 3', "    def f(:", "          ^", "SyntaxError: invalid syntax"),
            3,
        ),
        NOT_OK,
    ]


def test_the_cause_of_an_error_is_told_too(kernel: Kernel) -> None:
    failed = failure(ran(kernel, "try:\n    1 / 0\nexcept Exception as error:\n    raise KeyError('x') from error"))
    assert (failed.last, failed.line) == ("KeyError: 'x'", 4)
    assert "ZeroDivisionError: division by zero" in failed.traceback


@pytest.mark.parametrize(("code", "status"), [("import sys; sys.exit(3)", "3"), ("raise SystemExit", "")])
def test_leaving_is_an_error_and_not_the_end(kernel: Kernel, code: str, status: str) -> None:
    ran(kernel, "x = 1")
    assert failure(ran(kernel, code)).message == status
    assert ran(kernel, "x") == [value("1"), OK]


def test_an_unknown_magic_is_an_error_without_a_traceback(kernel: Kernel) -> None:
    failed = failure(ran(kernel, "%nonsense"))
    assert failed.traceback == ("UsageError: Line magic function `%nonsense` not found.",)


def test_a_repr_that_raises_is_an_error(kernel: Kernel) -> None:
    code = "class Shy:\n    def __repr__(self): raise ValueError('not me')\nShy()"
    assert failure(ran(kernel, code)).last == "ValueError: not me"


def test_an_exception_whose_text_raises_is_told(kernel: Kernel) -> None:
    code = "class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd"
    assert failure(ran(kernel, code)).message == "<its message cannot be shown>"


def test_endless_recursion_is_an_error_of_readable_length(kernel: Kernel) -> None:
    failed = failure(ran(kernel, "def f(): return f()\nf()"))
    assert failed.last == "RecursionError: maximum recursion depth exceeded"
    assert len(failed.traceback) < 30


def test_a_huge_allocation_raises_and_costs_nothing(kernel: Kernel) -> None:
    ran(kernel, "import torch\nx = 1")
    assert failure(ran(kernel, "torch.ones(10**14)")).name == "RuntimeError"
    assert failure(ran(kernel, "bytearray(10**14)")).name == "MemoryError"
    assert ran(kernel, "x") == [value("1"), OK]


def test_memory_that_grows_without_end_raises_where_it_ends(worker: AnyWorker, tmp_path: Path) -> None:
    with Kernel(lambda: worker.fork("live", {"folder": str(tmp_path), "memory_mib": 300})) as kernel:
        failed = failure(ran(kernel, "import torch\nkept = []\nwhile True: kept.append(torch.ones(2**20))"))
        assert (failed.name, failed.line) == ("RuntimeError", 3)
        assert ran(kernel, "del kept\n1") == [value("1"), OK]


# --------------------------------------------------------------------------- interrupt and restart


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "while True:\n    try: 1 / 0\n    except Exception: pass",
        "import time; time.sleep(60)",
        "!sleep 60",
        "while True: print('x', end='')",
        "import torch\nx = torch.ones(300, 300)\nwhile True: x @ x",
        "import torch\nlist(torch.utils.data.DataLoader(Slow(), num_workers=1))",
    ],
)
def test_an_interrupt_stops_the_code_and_keeps_the_namespace(kernel: Kernel, loop: str) -> None:
    ran(
        kernel,
        "kept = 1\nimport time\nclass Slow:\n    __len__ = lambda _: 2\n    __getitem__ = lambda _, i: time.sleep(60)",
    )
    run = kernel.run(f"print('begun')\n{loop}")
    printed_until(run, "begun")
    kernel.interrupt()
    assert [failure(run).name, *(type(event) for event in run)] == ["KeyboardInterrupt", Done]
    assert ran(kernel, "kept") == [value("1"), OK]


def test_an_interrupt_that_is_quicker_than_the_code_counts(kernel: Kernel) -> None:
    run = kernel.run("while True: pass")
    kernel.interrupt()
    assert failure(run).name == "KeyboardInterrupt"


def test_an_interrupt_without_a_run_has_no_effect(kernel: Kernel) -> None:
    kernel.interrupt()
    assert ran(kernel, "1") == [value("1"), OK]


def test_code_that_refuses_to_stop_ends_by_a_restart(kernel: Kernel) -> None:
    run = kernel.run("while True:\n    try:\n        print('begun')\n        while True: pass\n    except: print('no')")
    printed_until(run, "begun")
    kernel.interrupt()
    printed_until(run, "no")
    kernel.restart()
    last = list(run)[-1]
    assert isinstance(last, Lost)
    assert last.reason == "restart"
    assert ran(kernel, "1") == [value("1"), OK]


def test_a_restart_wakes_a_thread_that_reads(kernel: Kernel) -> None:
    told: list[Event] = []
    run = kernel.run("print('begun')\nwhile True: pass")
    printed_until(run, "begun")
    reader = threading.Thread(target=lambda: told.extend(run))
    reader.start()
    kernel.restart()
    reader.join(20)
    assert [type(event) for event in told] == [Lost]


def test_a_restart_empties_the_namespace(kernel: Kernel) -> None:
    ran(kernel, "x = 1")
    kernel.restart()
    assert failure(ran(kernel, "x")).last == "NameError: name 'x' is not defined"


def test_a_run_that_is_let_go_is_interrupted(kernel: Kernel) -> None:
    ran(kernel, "x = 1")
    for _ in kernel.run("print('begun')\nwhile True: pass"):
        break
    assert ran(kernel, "x") == [value("1"), OK]


def test_a_second_run_is_refused_while_the_first_is_not_over(kernel: Kernel) -> None:
    run = kernel.run("1")
    with pytest.raises(UsageError, match="another example is still running"):
        kernel.run("2")
    assert [event for event in run if isinstance(event, Shown)] == [value("1")]


def test_a_closed_kernel_refuses_to_run(kernel: Kernel) -> None:
    kernel.close()
    with pytest.raises(UsageError, match="the kernel is closed"):
        kernel.run("1")


# --------------------------------------------------------------------------- losing the process

READY = "A fresh kernel stands ready with an empty namespace: run all above to get back."


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        ("import os; os._exit(3)", Lost("exit", f"The code ended its own process (exit status 3). {READY}")),
        (
            "import ctypes; ctypes.string_at(0)",
            Lost("crash", f"The code crashed the process (segmentation fault). {READY}"),
        ),
        ("import os; os.abort()", Lost("crash", f"The code crashed the process (aborted). {READY}")),
        (
            "import os; os.kill(os.getpid(), 9)",
            Lost("memory", f"The code was killed, most likely because the machine's memory ran out. {READY}"),
        ),
    ],
)
def test_a_lost_process_is_told_and_replaced(kernel: Kernel, code: str, lost: Lost) -> None:
    ran(kernel, "x = 1")
    assert ran(kernel, f"print('the last words')\n{code}") == [Stream("stdout", "the last words\n"), lost]
    assert kernel.alive
    assert failure(ran(kernel, "x")).last == "NameError: name 'x' is not defined"


def test_a_process_lost_while_a_child_holds_the_line_is_noticed(kernel: Kernel) -> None:
    code = "import os, time\nif os.fork() == 0:\n    time.sleep(30); os._exit(0)\nos._exit(4)"
    (lost,) = ran(kernel, code)
    assert lost == Lost("exit", f"The code ended its own process (exit status 4). {READY}")


def test_a_process_lost_between_runs_is_told_by_the_next(kernel: Kernel) -> None:
    ran(kernel, "import os, threading\nthreading.Timer(0.05, lambda: os._exit(5)).start()")
    while kernel.alive:
        pass
    when = "That was before this example began."
    assert ran(kernel, "1") == [Lost("exit", f"The code ended its own process (exit status 5). {when} {READY}")]
    assert ran(kernel, "1") == [value("1"), OK]


def test_a_forged_message_costs_the_kernel_and_nothing_else(kernel: Kernel) -> None:
    code = (
        "import gc, socket\n"
        "for s in [s for s in gc.get_objects() if isinstance(s, socket.socket) and s.fileno() >= 0]:\n"
        "    try: s.sendall(b'\\xff' * 64)\n"
        "    except OSError: pass\n"
        "while True: pass"
    )
    (lost,) = ran(kernel, code)
    assert isinstance(lost, Lost)
    assert ran(kernel, "1") == [value("1"), OK]


def test_a_kernel_that_cannot_be_replaced_says_so(worker: AnyWorker, tmp_path: Path) -> None:
    forks = [worker.fork("live", {"folder": str(tmp_path)})]

    def start() -> AnyFork:
        if not forks:
            raise WorkerError("the warm process", "it is gone")
        return forks.pop()

    gone = "the warm process: it is gone"
    with Kernel(start) as kernel:
        assert ran(kernel, "import os; os._exit(3)") == [
            Lost("worker", f"The code ended its own process (exit status 3). No new kernel could be started: {gone}")
        ]
        assert ran(kernel, "1") == [Lost("worker", f"No kernel could be started: {gone}")]
        assert not kernel.alive


# --------------------------------------------------------------------------- completion and inspection


def texts(kernel: Kernel, code: str) -> list[str]:
    return [completion.text for completion in kernel.complete(code, len(code))]


def test_completion_knows_the_live_names(kernel: Kernel) -> None:
    ran(kernel, "import torch\nmodel = torch.nn.Linear(2, 3)\nsizes = {'batch': 4}")
    assert texts(kernel, "mod") == ["model"]
    assert texts(kernel, "model.in_f") == ["in_features"]
    assert texts(kernel, "sizes['b") == ["batch"]
    assert texts(kernel, "%timei") == ["%timeit", "%%timeit"]
    assert texts(kernel, "nothing_of_the_kind") == []


def test_a_completion_says_what_it_replaces_and_its_signature(kernel: Kernel) -> None:
    ran(kernel, "import torch")
    linear = kernel.complete("layer = torch.nn.Lin", 20)[0]
    assert (linear.text, linear.start, linear.end, linear.kind) == ("Linear", 17, 20, "class")
    assert linear.signature.startswith("(in_features: int, out_features: int, bias: bool = True")
    assert kernel.complete("torch.softma", 12)[0].signature == "(input, dim, *, dtype=None) -> Tensor"


def test_completion_answers_nothing_while_code_runs(kernel: Kernel) -> None:
    run = kernel.run("print('begun')\nwhile True: pass")
    printed_until(run, "begun")
    assert kernel.complete("pri", 3) == []
    run.close()


def test_a_completion_that_takes_too_long_is_given_up(kernel: Kernel) -> None:
    ran(kernel, "class Slow:\n    def __dir__(self):\n        while True: pass\nslow = Slow()")
    assert kernel.complete("slow.", 5) == []
    assert ran(kernel, "1") == [value("1"), OK]


def test_inspection_describes_the_function_in_whose_call_the_cursor_stands(kernel: Kernel) -> None:
    ran(kernel, "def twice(x):\n    'Two times x.'")
    assert kernel.inspect("twice(3, ", 9).splitlines()[:2] == ["Signature: twice(x)", "Docstring: Two times x."]
    assert kernel.inspect("unheard_of", 5) == ""


# --------------------------------------------------------------------------- transcript


def test_a_transcript_is_what_an_output_fence_states(kernel: Kernel) -> None:
    code = "import sys, torch\nprint('loss  ')\nprint('note', file=sys.stderr, end='')\ntorch.ones(2, 2)"
    assert transcript(kernel.run(code)) == "loss\nnote\ntensor([[1., 1.],\n        [1., 1.]])"


def test_a_transcript_of_an_error_ends_with_its_type_and_message(kernel: Kernel) -> None:
    assert transcript(kernel.run("print('first')\nraise ValueError('one\\ntwo')")) == "first\nValueError: one\ntwo"


def test_a_figure_adds_nothing_to_a_transcript() -> None:
    figure = Shown({"text/plain": "<Figure size 640x480 with 1 Axes>"}, PNG)
    assert transcript([Stream("stdout", "loss\n"), figure, Done(True, 0.0)]) == "loss"
