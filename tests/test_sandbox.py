"""Hostile submissions: none passes, none hangs past its limit, none harms anything, nothing survives it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradschool.inside.sandbox import NOBODY_BASE
from gradschool.model import Limits, Outcome
from gradschool.worker import AnyWorker, Worker
from workbench import Workbench

QUICK = Limits(seconds=1.5, memory_mib=256)

HANGS = {
    "endless loop": "def answer(x):\n    while True:\n        pass",
    "endless loop that swallows everything": (
        "def answer(x):\n    while True:\n        try:\n            while True: pass\n"
        "        except BaseException: pass"
    ),
    "endless loop at import": "while True:\n    pass\ndef answer(x):\n    return 2 * x",
    "endless loop in C": "def answer(x):\n    return sum(iter(int, 1))",
    "endless loop in torch": "import torch\ndef answer(x):\n    y = torch.ones(2000, 2000)\n    while 1: y = y @ y",
    "endless loop in a destructor": (
        "class D:\n    def __del__(self):\n        while True: pass\ndef answer(x):\n    D()\n    return 2 * x"
    ),
    "sleep past the limit": "import time\ndef answer(x):\n    time.sleep(999)",
    "sleep with every signal ignored": (
        "import signal, time\n"
        "for s in range(1, 64):\n    try: signal.signal(s, signal.SIG_IGN)\n    except OSError: pass\n"
        "def answer(x):\n    while True: time.sleep(1)"
    ),
    "waiting for standard input of a pipe": "import os\nr, w = os.pipe()\ndef answer(x):\n    os.read(r, 1)",
    "backtracking of a regular expression": "import re\ndef answer(x):\n    re.match('(a+)+$', 'a' * 64 + 'b')",
}

DEATHS = {
    "os._exit(0)": "import os\ndef answer(x):\n    os._exit(0)",
    "os._exit at import": "import os\nos._exit(0)\ndef answer(x):\n    return 2 * x",
    "segmentation fault": "import ctypes\ndef answer(x):\n    ctypes.string_at(0)",
    "abort": "import os\ndef answer(x):\n    os.abort()",
    "kills itself": "import os, signal\ndef answer(x):\n    os.kill(os.getpid(), signal.SIGKILL)",
    "kills its group": "import os, signal\ndef answer(x):\n    os.killpg(0, signal.SIGKILL)",
    "sys.exit": "import sys\ndef answer(x):\n    sys.exit(0)",
    "sys.exit at import": "import sys\nsys.exit(0)",
    "KeyboardInterrupt": "def answer(x):\n    raise KeyboardInterrupt",
    "GeneratorExit": "def answer(x):\n    raise GeneratorExit",
    "its own BaseException": "class Sly(BaseException):\n    pass\ndef answer(x):\n    raise Sly",
    "an exception whose text fails": (
        "class Sly(Exception):\n    def __str__(self):\n        raise Sly\ndef answer(x):\n    raise Sly"
    ),
    "deep recursion": "def answer(x):\n    return answer(x)",
    "deep recursion without a limit": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef answer(x):\n    return [answer(x)]"
    ),
    "stack exhaustion in C": "import ctypes\ndef answer(x):\n    (ctypes.CFUNCTYPE(None)(12345))()",
    "every descriptor closed": "import os\ndef answer(x):\n    os.closerange(0, 65536)\n    return 3 * x",
    "executed as another program": "import os\ndef answer(x):\n    os.execv('/bin/true', ['true'])",
    "invalid escape in source": "def answer(x):\n    return '\\ud800' + x",
}

MEMORY = {
    "a huge tensor": "import torch\ndef answer(x):\n    return torch.ones(10**11)",
    "a huge list": "def answer(x):\n    return [0] * 10**10",
    "many small things": "def answer(x):\n    kept = []\n    while True: kept.append(bytearray(1 << 20))",
    "a huge string": "def answer(x):\n    return 'x' * 10**11",
}

LIES = {
    "an object that equals everything": (
        "class Any:\n    def __eq__(self, other): return True\n    def __hash__(self): return 0\n"
        "def answer(x):\n    return Any()"
    ),
    "a tensor subclass that lies": (
        "import torch\nclass T(torch.Tensor):\n"
        "    @classmethod\n    def __torch_function__(cls, f, types, args=(), kwargs=None): return True\n"
        "def answer(x):\n    return x.as_subclass(T)"
    ),
    "an int that lies": "class I(int):\n    def __eq__(self, o): return True\ndef answer(x):\n    return I(3)",
    "a dict that lies": "class D(dict):\n    def __eq__(self, o): return True\ndef answer(x):\n    return D()",
    "patched comparison": (
        "import torch\nfor n in ('allclose', 'isclose', 'equal'):\n    setattr(torch, n, lambda *a, **k: True)\n"
        "torch.testing.assert_close = lambda *a, **k: None\ntorch.Tensor.__eq__ = lambda *a: True\n"
        "def answer(x):\n    return x"
    ),
    "patched builtins": (
        "import builtins\nbuiltins.all = builtins.any = lambda *a: True\nbuiltins.isinstance = lambda *a: True\n"
        "builtins.type = lambda *a: int\ndef answer(x):\n    return x"
    ),
    "patched json": "import json\njson.dumps = lambda *a, **k: '{}'\ndef answer(x):\n    return x",
    "patched safetensors": (
        "import safetensors.torch as s\ns.save = lambda *a, **k: b''\ndef answer(x):\n    return x"
    ),
    "patched seeds": "import torch\ntorch.manual_seed = lambda s: None\ndef answer(x):\n    return x",
    "scenarios patched through the frame": (
        "import sys\ndef answer(x):\n    f = sys._getframe()\n    while f:\n"
        "        f.f_locals.clear() if f.f_code.co_name == 'doubles' else None\n        f = f.f_back\n    return x"
    ),
    "a verdict on every descriptor": (
        "import os, json, struct\n"
        "m = json.dumps({'scenarios': [], 'mistakes': [], 'outcome': 'passed', 'finished': True}).encode()\n"
        "def answer(x):\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, struct.pack('>II', len(m), 0) + m)\n        except OSError: pass\n    return x"
    ),
    "forged observations without the values": (
        "import os, json, struct\n"
        "def say(m):\n    m = json.dumps(m).encode()\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, struct.pack('>II', len(m), 0) + m)\n        except OSError: pass\n"
        "def answer(x):\n"
        "    for c in (0, 1):\n"
        "        say({'seen': {'case': [0, c], 'raised': None, 'seen': {'answer(x)': {'o': 'x'}}}})\n"
        "    say({'finished': True})\n    os._exit(0)"
    ),
    "noise on every descriptor": (
        "import os\ndef answer(x):\n    for fd in range(3, 64):\n"
        "        try: os.write(fd, os.urandom(4096))\n        except OSError: pass\n    return x"
    ),
    "the solution searched in memory": (
        "import gc\ndef answer(x):\n"
        "    for o in gc.get_objects():\n"
        "        if isinstance(o, str) and 'return 2 * x' in o: exec(o, globals()); return globals()['answer'](x)\n"
        "    return x"
    ),
    "the solution imported": (
        "import importlib.util, glob, os\ndef answer(x):\n"
        "    for p in glob.glob('/**/solution.py', recursive=True):\n"
        "        try: exec(open(p).read(), globals()); return globals()['answer'](x)\n        except Exception: pass\n"
        "    return x"
    ),
    "the solution through /proc": (
        "import os, glob\ndef answer(x):\n"
        "    for p in glob.glob('/proc/*/cwd/**/solution.py', recursive=True):\n"
        "        open(p)\n        raise SystemExit\n    return x"
    ),
}


@pytest.mark.parametrize("code", HANGS.values(), ids=HANGS.keys())
def test_a_hang_is_stopped_and_names_where(bench: Workbench, code: str) -> None:
    report = bench.judge(code, limits=QUICK)
    assert report.outcome is Outcome.TIMED_OUT, report


@pytest.mark.parametrize("code", DEATHS.values(), ids=DEATHS.keys())
def test_a_death_is_a_clear_outcome(bench: Workbench, code: str) -> None:
    report = bench.judge(code, limits=Limits(seconds=20, memory_mib=256))
    assert report.outcome in (Outcome.CRASHED, Outcome.FAILED, Outcome.OUT_OF_MEMORY), report
    assert report.message or report.scenarios, "it says what happened"


@pytest.mark.parametrize("code", MEMORY.values(), ids=MEMORY.keys())
def test_memory_ends_at_its_limit(bench: Workbench, code: str) -> None:
    assert bench.judge(code, limits=QUICK).outcome is Outcome.OUT_OF_MEMORY


@pytest.mark.parametrize("code", LIES.values(), ids=LIES.keys())
def test_a_lie_is_not_believed(bench: Workbench, code: str) -> None:
    report = bench.judge(code, limits=QUICK)
    assert report.outcome not in (Outcome.PASSED, Outcome.BROKEN), report


@pytest.mark.parametrize("code", [*HANGS.values(), *DEATHS.values()][::6])
def test_after_a_hostile_submission_an_honest_one_passes(bench: Workbench, code: str) -> None:
    bench.judge(code, limits=QUICK)
    assert bench.judge("def answer(x):\n    return x + x").outcome is Outcome.PASSED


ESCAPES = {
    "fork bomb": "import os\ndef answer(x):\n    while True:\n        os.fork()",
    "daemon": (
        "import os, time\ndef answer(x):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n"
        "            os.closerange(0, 64)\n            time.sleep(600)\n        os._exit(0)\n    return 2 * x"
    ),
    "threads": (
        "import threading, time\ndef answer(x):\n"
        "    threading.Thread(target=time.sleep, args=(600,)).start()\n    return 2 * x"
    ),
    "a program of its own": (
        "import subprocess\ndef answer(x):\n    subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "    return 2 * x"
    ),
}


@pytest.mark.parametrize("code", ESCAPES.values(), ids=ESCAPES.keys())
def test_nothing_that_it_started_survives(bench: Workbench, worker: AnyWorker, code: str) -> None:
    bench.judge(code, limits=QUICK)
    deadline = time.monotonic() + 20
    while len(left := confined(worker)) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(left) <= 1, "nobody but the process that waits, behind its walls, for the next submission"


def confined(worker: AnyWorker) -> list[str]:
    """The warm process's children that live as another user, which submissions and all that they start do."""
    assert isinstance(worker, Worker)
    found = []
    for word in Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split():
        try:
            if os.geteuid() != 0 or Path(f"/proc/{word}").stat().st_uid >= NOBODY_BASE:
                words = Path(f"/proc/{word}/cmdline").read_bytes().split(b"\0")
                found.append(f"{word} {words}")
        except OSError:
            continue
    return found


REACHES = {
    "writes outside its folder": "open('/tmp/gradschool-was-here', 'w').write('x')",
    "writes into the course": "open({course!r} + '/course.toml', 'a').write('x')",
    "deletes the home": "import shutil; shutil.rmtree({home!r})",
    "reads the home": "import os; os.listdir({home!r})",
    "reads the answers": "open({course!r} + '/tensors/reductions/softmax/solution.py').read()",
    "reads them through a link": (
        "import os; os.symlink({course!r}, 'c'); open('c/tensors/reductions/softmax/solution.py').read()"
    ),
    "reads the shadow file": "open('/etc/shadow').read()",
    "reads another process": "open('/proc/%d/environ' % __import__('os').getppid()).read()",
    "opens a socket": "import socket; socket.socket()",
    "opens a local socket": "import socket; socket.socket(socket.AF_UNIX)",
    "signals another process": "import os; os.kill(os.getppid(), 0)",
    "traces another process": (
        "import ctypes, os; c = ctypes.CDLL(None, use_errno=True)\n"
        "    if c.ptrace(16, os.getppid(), 0, 0) != 0: raise PermissionError"
    ),
    "fills the disk": ("f = open('big', 'wb')\n    while f.tell() < 1 << 30: f.write(b'x' * (1 << 20))"),
}


@pytest.mark.parametrize("reach", REACHES.values(), ids=REACHES.keys())
def test_what_lies_outside_cannot_be_reached(bench: Workbench, reach: str) -> None:
    import gradschool.content

    statement = reach.format(course=str(gradschool.content.default_folder()), home=str(Path.home()))
    before = Path("/tmp/gradschool-was-here").exists()
    report = bench.judge(f"def answer(x):\n    {statement}\n    return 2 * x", limits=QUICK)
    assert report.outcome is Outcome.CRASHED, f"it got there: {report}"
    assert Path("/tmp/gradschool-was-here").exists() == before
    assert Path.home().is_dir()


def test_its_own_folder_can_be_used_and_is_gone_afterwards(bench: Workbench) -> None:
    code = "import os\ndef answer(x):\n    open('note', 'w').write('x')\n    print(os.getcwd())\n    return 2 * x"
    report = bench.judge(code)
    assert report.outcome is Outcome.PASSED
    assert gone(Path(report.output.split()[0]))


def test_temporary_files_are_made_in_its_own_folder(bench: Workbench) -> None:
    report = bench.judge(
        "import os, tempfile\ndef answer(x):\n"
        "    with tempfile.NamedTemporaryFile() as file:\n"
        "        assert os.path.dirname(file.name) == os.getcwd(), file.name\n    return 2 * x"
    )
    assert report.outcome is Outcome.PASSED, report


def test_a_hundred_megabytes_of_source_are_refused_unread(bench: Workbench) -> None:
    report = bench.judge("#" * 100_000_000)
    assert report.message == "answer.py has 100,000,000 characters; the limit is 1,000,000."


def test_when_its_owner_is_killed_the_warm_process_ends(tmp_path: Path) -> None:
    script = (
        "import time, sys\nfrom gradschool import worker\nw = worker.own()\n"
        "w.fork('live', {'folder': '/tmp'})\nprint(w._process.pid, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        owner.kill()
    assert gone(Path(f"/proc/{pid}"))


def test_the_end_is_not_lost_in_a_preload_that_swallows_it() -> None:
    script = (
        "import os, signal, socket\nfrom gradschool.inside.zygote import Zygote\n"
        "def preload():\n    try: os.kill(os.getpid(), signal.SIGTERM)\n"
        "    except BaseException: print('swallowed')\n    yield\n"
        "listener = socket.socket(socket.AF_UNIX)\nlistener.bind('\\0gradschool-%d' % os.getpid())\n"
        "listener.listen()\nZygote(listener, None, None).serve(preload())"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.returncode) == ("swallowed\n", 0), ended.stderr


def gone(path: Path) -> bool:
    """Whether `path` goes away: the warm process cleans up beside what we do."""
    deadline = time.monotonic() + 20
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not path.exists()
