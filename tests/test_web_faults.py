"""The studio among faults: restarts, killed kernels, floods, strange text, many tabs, a full disk."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from gradschool.content import read_exercise
from gradschool.model import Course
from gradschool.progress import Store
from studio import Said, Studio, Tab, names, printed

TAPE = "tape"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\x1b]0;title\x07\u202e&lt;"
FULL = (
    "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))"
)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as one:
        yield one.enter()


@pytest.fixture
def tab(studio: Studio) -> Iterator[Tab]:
    with studio.tab("lesson", TAPE) as one:
        one.all("restart", lesson=TAPE)
        yield one


def children(pid: int) -> list[int]:
    """The processes that any thread of `pid` has started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(word) for listing in lists for word in listing.read_text().split()]


def descendants(pid: int) -> set[int]:
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for child in children(waiting.pop()):
            found.add(child)
            waiting.append(child)
    return found


def alive(pid: int) -> bool:
    """Whether it runs; one that has ended and waits for somebody to ask how does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def left(started: set[int]) -> list[int]:
    """Those that are still there after the while that the warm process may take to finish an import."""
    deadline = time.monotonic() + 60
    while any(map(alive, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [pid for pid in started if alive(pid)]


def pid_of_kernel(tab: Tab) -> int:
    (shown,) = [said for said in tab.run(TAPE, "import os; os.getpid()") if said["event"] == "shown"]
    return int(shown["mime"]["text/plain"])


# --------------------------------------------------------------------------- restarts and killed processes


def test_a_page_left_open_over_a_restart_comes_back_with_all_that_was_typed(tmp_path: Path) -> None:
    place = f"lesson/{TAPE}/0"
    with Studio(tmp_path) as first:
        first.enter()
        with first.tab("lesson", TAPE, name="mine") as tab:
            seen = tab.only("save", place=place, code="x = 1")["revision"]
            first.process.kill()
            assert tab.closed()
            port, cookie, server = first.port, first.cookie, tab.welcome["server"]
    with Studio(tmp_path, port=port) as second:
        second.cookie = cookie
        drafts = [{"place": place, "code": "x = 1  # typed while it was down", "seen": seen}]
        with second.tab("lesson", TAPE, name="mine", drafts=drafts) as tab:
            assert tab.welcome["server"] != server
            (saved,) = tab.welcome["saved"]
            assert saved["earlier"] is None
            assert names(tab.run(TAPE, "1 + 1")) == ["shown", "done", "end"]
        assert "typed while it was down" in second.get(f"/lesson/{TAPE}").text


def test_nothing_that_was_acknowledged_is_lost_when_the_studio_is_killed(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        studio.enter()
        with studio.tab() as tab:
            for turn in range(30):
                tab.only("save", place=f"lesson/{TAPE}/1", code=f"# {turn}")
            studio.process.kill()
            studio.process.wait()
    with Store.open(tmp_path) as store:
        draft = store.example_draft(TAPE, 1)
    assert draft is not None
    assert draft.text == "# 29"


def test_a_killed_studio_leaves_no_process_behind(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        studio.enter()
        with studio.tab("lesson", TAPE) as tab:
            tab.begin(TAPE, "print('begun')\nwhile True: pass")
            started = descendants(studio.process.pid)
            assert len(started) >= 2  # the warm process and the kernel
            studio.process.kill()
        assert left(started) == []


def test_a_studio_that_is_ended_while_code_runs_ends_at_once_with_all_it_started(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        studio.enter()
        with studio.tab("lesson", TAPE) as tab:
            tab.begin(TAPE, "print('begun')\nwhile True: pass")
            started = descendants(studio.process.pid)
            began = time.monotonic()
            status, said, complained = studio.stop()
            assert time.monotonic() - began < 8
            assert (status, complained) == (0, "")
            assert "Everything is kept" in said
        assert left(started) == []


def test_a_kernel_that_is_killed_is_said_and_replaced(tab: Tab) -> None:
    pid = pid_of_kernel(tab)
    number = tab.begin(TAPE, "print('begun')\nwhile True: pass")
    os.kill(pid, signal.SIGKILL)
    told = tab.rest(number)
    assert names(told)[-2:] == ["lost", "end"]
    assert told[-2]["message"]
    assert pid_of_kernel(tab) != pid


def test_a_kernel_that_is_killed_while_paused_is_said_and_replaced(tab: Tab) -> None:
    pid = pid_of_kernel(tab)
    number = tab.begin(TAPE, "print('begun')\nwhile True: pass")
    tab.all("pause", lesson=TAPE)
    os.kill(pid, signal.SIGKILL)
    assert names(tab.rest(number))[-2:] == ["lost", "end"]
    assert pid_of_kernel(tab) != pid


def test_a_paused_run_can_be_restarted_away(tab: Tab) -> None:
    number = tab.begin(TAPE, "print('begun')\nwhile True: pass")
    tab.all("pause", lesson=TAPE)
    tab.all("restart", lesson=TAPE)
    told = tab.rest(number)
    assert (told[-2]["event"], told[-2]["reason"]) == ("lost", "restart")
    assert names(tab.run(TAPE, "1")) == ["shown", "done", "end"]


def test_the_warm_process_killed_costs_one_run_and_no_more(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        studio.enter()
        with studio.tab("lesson", TAPE) as tab:
            tab.run(TAPE, "1")
            started = children(studio.process.pid)
            assert started
            for pid in started:
                os.kill(pid, signal.SIGKILL)
            ran = [names(tab.run(TAPE, "1 + 1")) for _ in range(4)]
            assert ran[-1] == ["shown", "done", "end"]
            assert sum("lost" in said for said in ran) <= 1, ran  # at once, or when its own end is noticed


def test_a_run_whose_page_is_loaded_anew_goes_on_and_can_be_interrupted_there(studio: Studio) -> None:
    with studio.tab("lesson", TAPE) as first:
        first.begin(TAPE, "print('begun')\nwhile True: pass")
    with studio.tab("lesson", TAPE) as second:
        assert second.welcome["running"] == [[TAPE, 0]]
        second.all("interrupt", lesson=TAPE)
        if not any(said["event"] == "running" and said["state"] == "idle" for said in second.heard):
            second.event("running", lesson=TAPE, state="idle")
        assert names(second.run(TAPE, "1")) == ["shown", "done", "end"]


def test_what_runs_in_a_lesson_that_nobody_looks_at_any_more_is_interrupted(tmp_path: Path) -> None:
    with Studio(tmp_path, limit="import gradschool.web.hub as hub; hub.LEFT_SECONDS = 1.0") as studio:
        studio.enter()
        with studio.tab() as watching:
            with studio.tab("lesson", TAPE) as tab:
                tab.begin(TAPE, "print('begun')\nwhile True: pass")
            watching.event("running", lesson=TAPE, state="idle")


# --------------------------------------------------------------------------- floods


@pytest.mark.parametrize(
    "code",
    [
        "for _ in range(100): print('x' * (1 << 20))",
        "import os\nfor _ in range(1600): os.write(1, b'x' * 65535 + b'\\n')",
        "import sys\nfor _ in range(1_000_000): sys.stdout.write('y' * 100 + chr(10))",
    ],
    ids=["print", "os.write", "lines"],
)
def test_a_hundred_megabytes_of_output_are_cut_and_cost_nobody_anything(studio: Studio, tab: Tab, code: str) -> None:
    before = studio.rss_mib()
    with studio.tab() as other:
        number = tab.ask("run", lesson=TAPE, index=0, code=code)
        tab.event("running", state="running")
        assert other.only("search", q="tape")["items"]
        told = tab.rest(number)
    assert len(printed(told)) <= (1 << 20) + 100
    assert "output cut at 1 MB" in printed(told, "stderr")
    assert names(told)[-2:] == ["done", "end"]
    assert studio.rss_mib() - before < 40


def test_text_that_comes_thick_and_fast_comes_in_few_messages(tab: Tab) -> None:
    code = "import time\nfor i in range(400): print(i); time.sleep(0.005)"
    told = tab.run(TAPE, code)
    done = next(said for said in told if said["event"] == "done")
    assert printed(told) == "".join(f"{i}\n" for i in range(400))
    assert sum(said["event"] == "stream" for said in told) <= 30 * done["seconds"] + 3


def test_a_page_that_does_not_read_makes_nobody_else_wait(studio: Studio, tab: Tab) -> None:
    lazy = studio.dial()
    with lazy:
        lazy.send(json.dumps({"id": 1, "do": "hello", "tab": "lazy"}))
        code = "for i in range(40): display('z' * 20_000)"
        lazy.send(json.dumps({"id": 2, "do": "run", "lesson": "indexing", "index": 0, "code": code}))
        time.sleep(0.5)
        began = time.monotonic()
        assert names(tab.run(TAPE, "1")) == ["shown", "done", "end"]
        assert time.monotonic() - began < 10


def test_a_message_that_is_too_large_closes_the_line_and_nothing_else(studio: Studio) -> None:
    with studio.tab() as tab, studio.tab() as other:
        with contextlib.suppress(ConnectionClosed):  # it may hang up before it has heard the end
            tab.line.send(json.dumps({"id": 9, "do": "search", "q": "x" * (5 << 20)}))
        assert tab.closed()
        assert other.only("status")["event"] == "status"


def test_an_infinite_loop_is_interrupted(tab: Tab) -> None:
    number = tab.begin(TAPE, "print('begun')\nwhile True: pass")
    began = time.monotonic()
    tab.all("interrupt", lesson=TAPE)
    assert [said["name"] for said in tab.rest(number) if said["event"] == "failed"] == ["KeyboardInterrupt"]
    assert time.monotonic() - began < 5


# --------------------------------------------------------------------------- strange text


def test_what_a_learner_prints_shows_raises_and_names_arrives_as_data_and_never_as_markup(
    studio: Studio, tab: Tab
) -> None:
    text = repr(HOSTILE)
    assert printed(tab.run(TAPE, f"print({text})")) == HOSTILE + "\n"
    (shown,) = [
        said for said in tab.run(TAPE, f"from IPython.display import HTML\nHTML({text})") if said["event"] == "shown"
    ]
    assert shown["mime"]["text/html"] == HOSTILE
    (failed,) = [said for said in tab.run(TAPE, f"raise ValueError({text})") if said["event"] == "failed"]
    assert failed["message"] == HOSTILE
    assert "<script" not in failed["advice"]


def test_what_a_learner_typed_stands_in_the_page_as_text(studio: Studio) -> None:
    with studio.tab() as tab:
        code = f'x = "{HOSTILE}</script></pre>"  # <!-- \u2028'
        tab.only("save", place=f"lesson/{TAPE}/0", code=code)
        tab.only("save", place="exercise/cdist", code=code)
        answers = {"two_passes": '"><script>alert(1)</script>'}
        tab.only("save", place="exercise/what_is_grad", answers=answers)
    for path in (f"/lesson/{TAPE}", "/exercise/cdist", "/exercise/what_is_grad"):
        text = studio.get(path).text
        assert "<script>alert" not in text
        assert "<img" not in text
    with studio.tab() as tab:
        tab.all("reset", lesson=TAPE)


def test_what_an_answer_prints_and_is_called_is_no_markup_in_the_verdict(studio: Studio) -> None:
    body = "print('<script>alert(1)</script>')\n    raise ValueError('<img src=x onerror=alert(1)>')"
    code = f"def softmax(x, dim):\n    {body}\n"
    with studio.tab("exercise", "softmax") as tab:
        (verdict,) = [said for said in tab.all("submit", exercise="softmax", code=code) if said["event"] == "verdict"]
    assert "<script>" not in json.dumps(verdict["html"])
    assert "<img" not in json.dumps(verdict["html"])


def test_lone_surrogates_do_no_harm(tab: Tab) -> None:
    tab.line.send('{"id": 70, "do": "save", "place": "lesson/tape/0", "code": "\\ud800"}')
    said = tab.until(lambda said: said["id"] in (70, 0) and said["event"] in ("saved", "error"))
    assert said["event"] in ("saved", "error")
    assert names(tab.run(TAPE, "print('\\ud800')"))[-2:] == ["done", "end"]


# --------------------------------------------------------------------------- many tabs


def test_twenty_tabs_lose_no_message(studio: Studio, course: Course) -> None:
    lessons, exercises = list(course.lessons), list(course.exercises)
    failures: list[str] = []
    gate = threading.Barrier(20)

    def learner(number: int) -> None:
        lesson = lessons[number % 3]
        try:
            with studio.tab("lesson", lesson, name=f"tab {number}") as tab:
                gate.wait(60)
                numbers = [tab.ask("search", q="tensor") for _ in range(25)]
                numbers += [tab.ask("status") for _ in range(25)]
                place = f"exercise/{exercises[number]}"
                numbers += [tab.ask("save", place=place, code=f"# {turn}") for turn in range(25)]
                waiting = set(numbers)
                while waiting:
                    said = tab.hear()
                    waiting.discard(said["id"])
                if number < 3:
                    told = tab.run(lesson, "for i in range(2000): print(i)")
                    if printed(told).split() != [str(i) for i in range(2000)]:
                        failures.append(f"tab {number} lost text")
                gate.wait(60)
                tab.quiet(1.0)
                drafts = {said["code"] for said in tab.heard if said["event"] == "draft" and said["place"] != place}
                if "# 24" not in drafts:
                    failures.append(f"tab {number} did not hear of the others' drafts")
        except BaseException as error:  # noqa: BLE001  told below
            failures.append(f"tab {number}: {error!r}")

    threads = [threading.Thread(target=learner, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_every_other_tab_hears_of_every_draft_in_order(studio: Studio) -> None:
    with studio.tab() as writer, studio.tab() as reader:
        for turn in range(40):
            writer.only("save", place="exercise/box_iou", code=f"# {turn}")
        reader.event("draft", code="# 39")
        heard = [said["code"] for said in reader.heard if said["event"] == "draft"]
        assert heard == [f"# {turn}" for turn in range(40)]


def test_the_studio_itself_stays_small_and_never_imports_torch(studio: Studio, course: Course) -> None:
    for name in course.lessons:
        assert studio.get(f"/lesson/{name}").status == 200
    with studio.tab("exercise", "softmax") as tab, studio.tab("lesson", TAPE) as other:
        other.run(TAPE, "import torch\ntorch.ones(3)")
        solution = read_exercise(course.exercises["softmax"]).solution
        tab.all("submit", exercise="softmax", code=solution)
    assert studio.rss_mib() < 120
    assert not any(name in studio.libraries() for name in ("libtorch", "numpy", "matplotlib"))


# --------------------------------------------------------------------------- the disk


def test_a_full_disk_is_said_and_nothing_is_taken_for_kept(tmp_path: Path) -> None:
    place = f"lesson/{TAPE}/0"
    with Studio(tmp_path, limit=FULL) as studio:
        studio.enter()
        with studio.tab("lesson", TAPE) as tab, studio.tab() as other:
            refused: Said = {}
            for turn in range(60):
                said = tab.only("save", place=place, code=f"# {turn}\n" + "x" * 100_000)
                if said["event"] == "error":
                    refused = said
                    break
            assert (refused["kind"], refused["what"]) == ("StorageError", "this could not be kept")
            assert "disk" in other.event("problem")["text"]
            assert names(tab.run(TAPE, "1 + 1")) == ["shown", "done", "end"]  # learning goes on
            assert studio.get(f"/lesson/{TAPE}").status == 200


def test_a_home_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(AssertionError, match="did not start") as refused:
        Studio(blocked / "home")
    assert "Traceback" not in str(refused.value)


def test_half_a_request_keeps_nobody_waiting(studio: Studio) -> None:
    with socket.create_connection(("127.0.0.1", studio.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert studio.get("/").status == 200
    with socket.create_connection(("127.0.0.1", studio.port)) as line:
        line.sendall(b"\x16\x03\x01\x00" + b"\xff" * 64)
        assert studio.get("/").status == 200
