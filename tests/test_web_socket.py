"""What a page and the studio say to each other: every verb, over a real socket, to real kernels and the real judge."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gradschool.content import read_exercise
from gradschool.kernel import STOP_SECONDS
from gradschool.model import Course
from gradschool.progress import Store
from gradschool.session.examples import KERNELS
from studio import Said, Studio, Tab, names, printed

TAPE = "tape"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def studio(home: Path) -> Iterator[Studio]:
    with Studio(home) as one:
        yield one.enter()


@pytest.fixture
def tab(studio: Studio) -> Iterator[Tab]:
    with studio.tab("lesson", TAPE) as one:
        one.all("restart", lesson=TAPE)
        yield one


def only(told: list[Said], event: str) -> Said:
    found = [said for said in told if said["event"] == event]
    assert len(found) == 1, told
    return found[0]


# --------------------------------------------------------------------------- running


def test_a_run_streams_what_it_prints_shows_its_value_and_ends(tab: Tab) -> None:
    told = tab.run(TAPE, "print('hello')\n6 * 7")
    assert names(told) == ["stream", "shown", "done", "end"]
    assert printed(told) == "hello\n"
    assert only(told, "shown") == {
        "event": "shown", "id": told[0]["id"], "index": 0, "mime": {"text/plain": "42"}, "png": "", "result": True,
    }  # fmt: skip
    assert only(told, "done")["ok"] is True


def test_text_comes_while_the_code_still_runs(tab: Tab) -> None:
    number = tab.begin(TAPE, "import time\nprint('begun')\nfor _ in range(50): time.sleep(0.1)")
    assert tab.all("interrupt", lesson=TAPE) == [{"id": number + 1, "event": "end"}]
    assert only(tab.rest(number), "failed")["name"] == "KeyboardInterrupt"


def test_an_error_tells_its_line_its_traceback_and_what_helps(tab: Tab) -> None:
    failed = only(tab.run(TAPE, "import torch\n\ntorch.ones(2, 3) @ torch.ones(2, 3)"), "failed")
    assert (failed["name"], failed["line"]) == ("RuntimeError", 3)
    assert failed["traceback"][-1].startswith("RuntimeError: mat1 and mat2")
    assert failed["advice"].startswith("<p>")


def test_a_figure_comes_as_a_picture(tab: Tab) -> None:
    shown = [
        said
        for said in tab.run(TAPE, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
        if said["event"] == "shown"
    ]
    assert any(said["png"].startswith("iVBORw0KGgo") for said in shown)


def test_examples_of_a_lesson_share_a_namespace_until_it_is_restarted(tab: Tab) -> None:
    tab.run(TAPE, "mine = 1")
    assert only(tab.run(TAPE, "mine + 1", index=1), "shown")["mime"] == {"text/plain": "2"}
    assert names(tab.all("restart", lesson=TAPE)) == ["end"]
    assert only(tab.run(TAPE, "mine"), "failed")["name"] == "NameError"


def test_run_above_runs_the_examples_above_with_their_numbers(tab: Tab) -> None:
    told = tab.all("run_above", lesson=TAPE, index=2)
    assert [(said["index"], said["ok"]) for said in told if said["event"] == "done"] == [(0, True), (1, True)]
    assert told[-1]["event"] == "end"


def test_run_all_runs_every_example(tab: Tab, course: Course) -> None:
    from gradschool.content import read_page

    told = tab.all("run_all", lesson=TAPE)
    wanted = [(example.index, not example.raises) for example in read_page(course, TAPE).examples]
    assert [(said["index"], said["ok"]) for said in told if said["event"] == "done"] == wanted


def test_a_second_run_in_a_lesson_is_refused_and_the_first_goes_on(studio: Studio, tab: Tab) -> None:
    number = tab.begin(TAPE, "import time\nprint('begun')\ntime.sleep(30)")
    with studio.tab("lesson", TAPE) as other:
        assert other.welcome["running"] == [[TAPE, 0]]
        error = only(other.run(TAPE, "1", index=1), "error")
        assert (error["kind"], error["what"]) == ("UsageError", "another example of this lesson is still running")
        other.all("interrupt", lesson=TAPE)
    assert names(tab.rest(number)) == ["failed", "done", "end"]


def test_a_run_may_follow_as_soon_as_the_one_before_is_done(tab: Tab) -> None:
    for _ in range(20):
        number = tab.ask("run", lesson=TAPE, index=0, code="1")
        tab.event("done", id=number)
    assert names(tab.run(TAPE, "2")) == ["shown", "done", "end"]


def test_every_tab_of_a_lesson_hears_what_runs_in_it(studio: Studio, tab: Tab) -> None:
    with studio.tab("lesson", TAPE) as other:
        number = tab.begin(TAPE, "print('begun')\nwhile True: pass", index=1)
        other.event("running", lesson=TAPE, index=1, state="running")
        other.all("pause", lesson=TAPE)
        tab.event("running", state="paused")
        other.all("resume", lesson=TAPE)
        tab.event("running", state="running")
        other.all("interrupt", lesson=TAPE)
        tab.rest(number)
        other.event("running", lesson=TAPE, index=1, state="idle")


def test_a_paused_loop_stands_still_and_goes_on(tab: Tab) -> None:
    number = tab.begin(TAPE, "import time\nprint('begun')\nfor i in range(60): time.sleep(0.05); print(i)")
    tab.all("pause", lesson=TAPE)
    time.sleep(0.3)
    before = sum(said["event"] == "stream" for said in tab.heard)
    assert tab.quiet(0.5)
    still = sum(said["event"] == "stream" for said in tab.heard)
    assert still - before <= 3  # what was on its way
    tab.all("resume", lesson=TAPE)
    tab.rest(number)
    assert printed([said for said in tab.heard if said["id"] == number]).split()[-1] == "59"


def test_a_paused_loop_can_be_interrupted(tab: Tab) -> None:
    number = tab.begin(TAPE, "print('begun')\nwhile True: pass")
    tab.all("pause", lesson=TAPE)
    began = time.monotonic()
    tab.all("interrupt", lesson=TAPE)
    assert only(tab.rest(number), "failed")["name"] == "KeyboardInterrupt"
    assert time.monotonic() - began < STOP_SECONDS


def test_training_is_told_with_its_loss(tab: Tab) -> None:
    code = """
import time, torch
weight = torch.tensor(1.0, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=0.1)
for _ in range(8):
    optimizer.zero_grad()
    loss = weight**2
    loss.backward()
    optimizer.step()
    time.sleep(0.06)
"""
    told = [said for said in tab.run(TAPE, code) if said["event"] == "training"]
    points = [point for said in told for point in said["points"]]
    assert points == [[step, pytest.approx(0.64 ** (step - 1), rel=1e-4)] for step in range(1, 9)]
    assert told[-1]["step"] == 8
    assert all(0 < said["rate"] < 1 / 0.06 for said in told)


def test_code_that_ends_the_process_costs_the_kernel_and_says_so(tab: Tab) -> None:
    told = tab.run(TAPE, "import os; os._exit(3)")
    assert names(told) == ["lost", "end"]
    assert "exit status 3" in told[0]["message"]
    assert names(tab.run(TAPE, "1 + 1")) == ["shown", "done", "end"]


def test_names_complete_after_the_lesson_has_run(tab: Tab) -> None:
    tab.run(TAPE, "import torch")
    found = tab.only("complete", place=TAPE, code="torch.arang", cursor=11)
    assert (found["event"], found["items"][0]["text"], found["items"][0]["start"]) == ("completions", "arange", 6)


def test_names_complete_in_an_exercise(tab: Tab) -> None:
    code = "import torch\ntorch.logsumex"
    found = tab.only("complete", place="softmax", code=code, cursor=len(code))
    assert [item["text"] for item in found["items"]] == ["logsumexp"]


# --------------------------------------------------------------------------- texts


def test_a_saved_example_is_there_when_the_page_is_loaded_again(studio: Studio, tab: Tab, home: Path) -> None:
    saved = tab.only("save", place=f"lesson/{TAPE}/1", code="print('mine')", seen="")
    assert (saved["event"], saved["earlier"]) == ("saved", None)
    assert '"code":"print(\'mine\')"' in studio.get(f"/lesson/{TAPE}").text
    with Store.open(home) as store:
        draft = store.example_draft(TAPE, 1)
    assert draft is not None
    assert draft.text == "print('mine')"


def test_reverting_brings_the_courses_text_back_and_hands_over_what_was_there(tab: Tab) -> None:
    tab.only("save", place=f"lesson/{TAPE}/0", code="mine")
    back = tab.only("revert", place=f"lesson/{TAPE}/0")
    assert back["code"].startswith("import torch")
    assert back["earlier"] == "mine"


def test_two_tabs_on_one_text_keep_the_later_and_offer_the_earlier(studio: Studio) -> None:
    place = "exercise/softmax"
    with studio.tab("exercise", "softmax") as left, studio.tab("exercise", "softmax") as right:
        first = left.only("save", place=place, code="# begun")["revision"]
        right.event("draft", place=place, code="# begun", revision=first, tab=left.name)
        left.only("save", place=place, code="# left", seen=first)
        later = right.only("save", place=place, code="# right", seen=first)  # it had not heard of the left one
        assert later["earlier"] == "# left"
        heard = left.event("draft", code="# right", tab=right.name)
        assert left.only("save", place=place, code="# right, and left", seen=heard["revision"])["earlier"] is None
    with studio.tab() as third:
        assert third.only("save", place=place, code="# third", seen=first)["earlier"] == "# right, and left"


def test_a_tab_that_types_on_before_it_has_an_answer_is_in_nobodys_way(studio: Studio) -> None:
    with studio.tab() as tab:
        seen = tab.only("save", place="exercise/softmax", code="a")["revision"]
        numbers = [tab.ask("save", place="exercise/softmax", code="a" * n, seen=seen) for n in range(2, 12)]
        saved = [tab.event("saved", id=numbers[0])]
        saved += [said for said in tab.heard if said["event"] == "saved"]
        while len({said["id"] for said in saved}) < len(numbers):
            saved.append(tab.event("saved"))
        assert all(said["earlier"] is None for said in saved)


def test_what_was_typed_while_alone_is_kept_by_the_first_word(studio: Studio) -> None:
    drafts = [{"place": f"lesson/{TAPE}/2", "code": "# typed on a train", "seen": "0123456789abcdef"}]
    with studio.tab("lesson", TAPE, drafts=drafts) as tab:
        (saved,) = tab.welcome["saved"]
        assert saved["place"] == f"lesson/{TAPE}/2"
        assert saved["earlier"]  # somebody's text stood there that this tab had not seen
    assert "# typed on a train" in studio.get(f"/lesson/{TAPE}").text


def test_what_is_done_in_another_face_is_here_at_once(studio: Studio, home: Path) -> None:
    with Store.open(home) as store:
        store.save_draft("logsumexp", "# from a terminal")
    assert "# from a terminal" in studio.get("/exercise/logsumexp").text
    with studio.tab() as tab:
        assert tab.only("save", place="exercise/logsumexp", code="# b", seen="old")["earlier"] == "# from a terminal"


# --------------------------------------------------------------------------- exercises


def test_a_wrong_answer_gets_its_mistake_named_in_html(studio: Studio, course: Course) -> None:
    mistake = next(
        one for one in read_exercise(course.exercises["softmax"]).mistakes if one.slug == "always_the_last_axis"
    )
    with studio.tab("exercise", "softmax") as tab, studio.tab() as map_of_course:
        told = tab.all("submit", exercise="softmax", code=mistake.code)
        verdict = only(told, "verdict")
        assert verdict["report"]["diagnosis"]["mistake"] == "always_the_last_axis"
        assert verdict["html"]["headline"]
        assert verdict["html"]["explanation"].startswith("<p>")
        assert len(verdict["html"]["titles"]) == len(verdict["report"]["scenarios"])
        assert verdict["solution_open"] is False
        map_of_course.event("progress", kind="exercise", place="softmax", state="partly")
        (attempt, *_) = tab.only("attempts", exercise="softmax")["items"]
        assert (attempt["code"], attempt["outcome"], attempt["mistake"]) == (
            mistake.code,
            "failed",
            "always_the_last_axis",
        )


def test_a_right_answer_passes_opens_the_solution_and_says_what_follows(studio: Studio, course: Course) -> None:
    texts = read_exercise(course.exercises["logsumexp"])
    with studio.tab("exercise", "logsumexp") as tab:
        closed = tab.only("solution", exercise="logsumexp")
        assert (closed["event"], closed["kind"]) == ("error", "NotYet")
        verdict = only(tab.all("submit", exercise="logsumexp", code=texts.solution), "verdict")
        assert (verdict["report"]["outcome"], verdict["solution_open"]) == ("passed", True)
        assert verdict["next"]["url"].startswith(("/lesson/", "/exercise/"))
        shown = tab.only("solution", exercise="logsumexp")
        assert shown["code"] == texts.solution
        assert '<span class="' in shown["html"]
        status = tab.only("status")
        assert status["passed"] >= 1
    assert 'data-exercise="logsumexp" data-state="passed"' in studio.get("/").text


def test_predictions_are_handed_in_as_typed_and_answered_one_by_one(studio: Studio, course: Course) -> None:
    name = "what_is_grad"
    items = read_exercise(course.exercises[name]).items
    with studio.tab("exercise", name) as tab:
        answers = {items[0].name: "12", items[1].name: "3"}
        tab.only("save", place=f"exercise/{name}", answers=answers)
        said = only(tab.all("submit", exercise=name, answers=answers), "verdict")["html"]["said"]
        assert [said[item.name]["right"] for item in items[:2]] == [True, False]
        assert "Each pass adds" in said[items[0].name]["html"]
        assert [said[item.name]["answered"] for item in items[:3]] == [True, True, False]
    assert f'name="{items[0].name}" value="12"' in studio.get(f"/exercise/{name}").text


def test_choices_are_answered_with_their_feedback(studio: Studio, course: Course) -> None:
    name = next(one.id for one in course.exercises.values() if one.kind == "choose")
    item = read_exercise(course.exercises[name]).items[0]
    wrong = next(choice for choice in item.choices if not choice.right)
    with studio.tab("exercise", name) as tab:
        said = only(tab.all("submit", exercise=name, answers={item.name: wrong.letter}), "verdict")["html"]["said"]
    assert said[item.name]["right"] is False
    assert said[item.name]["html"].startswith("<p>")


def test_hints_come_one_at_a_time_and_end(studio: Studio, course: Course) -> None:
    hints = read_exercise(course.exercises["cdist"]).hints
    with studio.tab("exercise", "cdist") as tab:
        numbers = [tab.only("hint", exercise="cdist")["number"] for _ in range(len(hints) + 1)]
    assert numbers == [*range(1, len(hints) + 1), 0]
    assert f'data-total="{len(hints)}" data-taken="{len(hints)}"' in studio.get("/exercise/cdist").text


def test_starting_over_brings_the_starter_back_and_keeps_the_history(
    studio: Studio, course: Course, home: Path
) -> None:
    with studio.tab("exercise", "box_iou") as tab, studio.tab("exercise", "box_iou") as other:
        tab.all("submit", exercise="box_iou", code="def box_iou(a, b): ...")
        assert names(tab.all("reset", exercise="box_iou")) == ["end"]
        tab.event("progress", place="box_iou", state="open")
        starter = read_exercise(course.exercises["box_iou"]).starter
        other.event("draft", place="exercise/box_iou", code=starter, tab=tab.name)
        assert tab.only("attempts", exercise="box_iou")["items"] == []
    with Store.open(home) as store:
        assert len(store.attempts("box_iou", before_reset=True)) == 1


# --------------------------------------------------------------------------- places, search, nonsense


def test_where_one_is_and_what_was_read_is_remembered(studio: Studio, home: Path) -> None:
    with studio.tab("lesson", "indexing") as tab:
        tab.all("visit", kind="lesson", place="indexing", block=3)
        tab.all("read", lesson="indexing")
        tab.event("progress", kind="lesson", place="indexing", state="passed")
    with Store.open(home) as store:
        place = store.place()
        assert store.lesson_progress(["indexing"])["indexing"].read
    assert place is not None
    assert (place.id, place.block) == ("indexing", 3)


def test_searching_gives_addresses(tab: Tab) -> None:
    hits = tab.only("search", q="SOFTMAX")["items"]
    found = {(hit["kind"], hit["id"]): hit["url"] for hit in hits}
    assert found["exercise", "softmax"] == "/exercise/softmax"
    assert found["glossary", "softmax"] == "/glossary#softmax"
    assert tab.only("search", q="  ")["items"] == []


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"do": "nonsense"}, "Protocol"),
        ({"do": "run", "lesson": TAPE}, "Protocol"),
        ({"do": "run", "lesson": TAPE, "index": "0", "code": ""}, "Protocol"),
        ({"do": "run", "lesson": TAPE, "index": 0, "code": "", "more": 1}, "Protocol"),
        ({"do": "run", "lesson": "../../etc", "index": 0, "code": "1"}, "NotFound"),
        ({"do": "run", "lesson": TAPE, "index": 999, "code": "1"}, "NotFound"),
        ({"do": "run", "lesson": TAPE, "index": -1, "code": "1"}, "NotFound"),
        ({"do": "save", "place": "lesson/../x/0", "code": ""}, "NotFound"),
        ({"do": "save", "place": f"lesson/{TAPE}/99", "code": ""}, "NotFound"),
        ({"do": "save", "place": f"lesson/{TAPE}/-1", "code": ""}, "NotFound"),
        ({"do": "save", "place": "exercise/../softmax", "code": ""}, "NotFound"),
        ({"do": "save", "place": "", "code": ""}, "NotFound"),
        ({"do": "save", "place": "exercise/nope", "answers": {}}, "NotFound"),
        ({"do": "revert", "place": f"lesson/{TAPE}/99"}, "NotFound"),
        ({"do": "submit", "exercise": "<script>", "code": ""}, "NotFound"),
        ({"do": "hint", "exercise": ""}, "NotFound"),
        ({"do": "complete", "place": "nope", "code": "", "cursor": 0}, "NotFound"),
        ({"do": "interrupt", "lesson": "nope"}, "NotFound"),
        ({"do": "visit", "kind": "module", "place": "x"}, "Protocol"),
        ({"do": "reset"}, "NotFound"),
        ({"do": "explore", "name": "../../etc/passwd"}, "NotFound"),
    ],
)
def test_nonsense_gets_one_error_and_the_conversation_goes_on(tab: Tab, fields: dict[str, Any], kind: str) -> None:
    error = tab.only(**fields)
    assert (error["event"], error["kind"]) == ("error", kind), error
    assert error["what"]
    assert names(tab.run(TAPE, "1")) == ["shown", "done", "end"]


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '"x"', '{"id": 1e99, "do": "status"}', '{"id": 1', "[" * 5000])
def test_what_is_no_message_is_answered_all_the_same(tab: Tab, text: str) -> None:
    tab.line.send(text)
    assert tab.event("error", kind="Protocol")["id"] == 0
    assert tab.only("status")["event"] == "status"


def test_bytes_are_no_message_and_do_no_harm(studio: Studio) -> None:
    with studio.tab() as tab:
        tab.line.send(b"\x00\xff")
        assert tab.closed() or tab.only("status")
    with studio.tab() as tab:
        assert tab.only("status")["event"] == "status"


def test_a_long_cursor_does_no_harm(tab: Tab) -> None:
    for cursor in (-5, 10**12):
        assert tab.only("complete", place=TAPE, code="x", cursor=cursor)["event"] == "completions"


def test_a_slow_request_keeps_no_other_waiting(studio: Studio, tab: Tab) -> None:
    number = tab.begin(TAPE, "import time\nprint('begun')\ntime.sleep(30)")
    began = time.monotonic()
    assert tab.only("search", q="tape")["items"]
    assert tab.only("save", place=f"lesson/{TAPE}/0", code="x = 1")["event"] == "saved"
    assert time.monotonic() - began < 5
    tab.all("interrupt", lesson=TAPE)
    tab.rest(number)


def test_lessons_run_beside_each_other(studio: Studio) -> None:
    with studio.tab("lesson", TAPE) as one, studio.tab("lesson", "indexing") as two:
        number = one.begin(TAPE, "import time\nprint('begun')\ntime.sleep(30)")
        assert names(two.run("indexing", "1")) == ["shown", "done", "end"]
        one.all("interrupt", lesson=TAPE)
        one.rest(number)


def test_a_lesson_whose_kernel_gave_way_to_others_is_told_so(studio: Studio, course: Course) -> None:
    lessons = list(course.lessons)[: KERNELS + 1]
    with studio.tab() as tab:
        tab.run(lessons[0], "mine = 1")
        for lesson in lessons[1:]:
            tab.run(lesson, "1")
        told = tab.run(lessons[0], "mine")
    assert "gave way" in printed(told, "stderr")
    assert only(told, "failed")["name"] == "NameError"


def test_requests_from_many_threads_of_one_learner_are_all_answered(studio: Studio) -> None:
    failures: list[BaseException] = []

    def type_on(number: int) -> None:
        try:
            with studio.tab() as tab:
                for turn in range(20):
                    place = f"lesson/{TAPE}/{number}"
                    assert tab.only("save", place=place, code=f"# {number} {turn}")["event"] == "saved"
        except BaseException as error:  # noqa: BLE001  told below
            failures.append(error)

    threads = [threading.Thread(target=type_on, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
