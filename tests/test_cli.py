"""The command line, run as a learner runs it: a process of its own, from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradschool import export
from gradschool.content import default_folder, load_course, read_page
from gradschool.progress import Store

MISTAKES = Path(default_folder()) / "tensors" / "reductions" / "softmax"


def gradschool(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command; its home comes with the environment."""
    return subprocess.run(
        [sys.executable, "-m", "gradschool", *words], input=stdin, capture_output=True, text=True, check=False
    )


def test_a_right_answer_exits_with_zero(home: Path) -> None:
    done = gradschool("check", "softmax", str(MISTAKES / "solution.py"))
    assert (done.returncode, done.stderr) == (0, ""), done
    assert "Passed" in done.stdout


def test_a_wrong_answer_is_named_and_exits_with_one(home: Path) -> None:
    done = gradschool("check", "1.10", str(MISTAKES / "mistakes" / "no_maximum_subtracted.py"))
    assert done.returncode == 1
    assert "`exp` overflowed before the division." in done.stdout.replace("\n", " ") or "overflowed" in done.stdout


def test_json_is_one_object_of_the_documented_shape(home: Path) -> None:
    done = gradschool("check", "softmax", str(MISTAKES / "mistakes" / "one_maximum_for_all.py"), "--json")
    told = json.loads(done.stdout)
    assert list(told) == ["exercise", "outcome", "passed", "total", "scenarios", "diagnosis", "output", "seconds"]
    assert told["diagnosis"]["mistake"] == "one_maximum_for_all"
    assert {frozenset(row) for row in told["scenarios"]} == {frozenset({"title", "outcome", "case", "differences"})}


def test_an_answer_can_come_from_standard_input(home: Path) -> None:
    done = gradschool("check", "softmax", "-", stdin=(MISTAKES / "solution.py").read_text())
    assert done.returncode == 0, done


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("check", "sofmax", "x.py"), "Did you mean 'softmax'"),
        (("check", "reductions", "x.py"), "this is a lesson, not an exercise"),
        (("check", "softmax", "absent.py"), "absent.py: there is no such file"),
        (("read", "softmax"), "this is an exercise, not a lesson"),
        (("chekc",), "Did you mean 'check'?"),
        (("run",), "name lessons or modules, or --all"),
        (("solution", "softmax"), "the solution opens when you have passed"),
        (("reset",), "name what to start over"),
        (("list", "softmax"), "this is not a module"),
    ],
)
def test_wrong_use_is_one_clear_sentence_and_exits_with_two(home: Path, words: tuple[str, ...], message: str) -> None:
    done = gradschool(*words)
    assert done.returncode == 2, done
    assert message in done.stderr, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\xfa", b"x = 1\x00"], ids=["binary", "not UTF-8", "NUL"])
def test_a_file_that_is_no_text_is_refused_with_its_repair(home: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "answer.py").write_bytes(data)
    done = gradschool("check", "softmax", str(tmp_path / "answer.py"))
    assert (done.returncode, "answer.py" in done.stderr, "Traceback" in done.stderr) == (2, True, False), done


def test_hints_come_one_by_one_and_are_counted(home: Path) -> None:
    firsts = [gradschool("hint", "softmax").stdout.splitlines()[0] for _ in range(4)]
    assert firsts[:3] == ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3"]
    assert firsts[3].startswith("You took them all.")
    with Store.open() as store:
        assert store.exercise_progress(["softmax"])["softmax"].hints == 3


def test_the_solution_opens_after_three_attempts_that_differ(home: Path) -> None:
    for number in (1, 1, 2):
        gradschool("check", "softmax", "-", stdin=f"def softmax(x, dim):\n    return {number}")
    assert gradschool("solution", "softmax").returncode == 2
    gradschool("check", "softmax", "-", stdin="def softmax(x, dim):\n    return 3")
    done = gradschool("solution", "softmax", "--alone")
    assert (done.returncode, "amax" in done.stdout) == (0, True)


def test_status_counts_what_was_passed(home: Path) -> None:
    gradschool("check", "softmax", str(MISTAKES / "solution.py"))
    told = json.loads(gradschool("status", "--json").stdout)
    assert (told["passed"], told["exercises"]["softmax"]["passed"]) == (1, True)


def test_reset_asks_first_and_keeps_the_history(home: Path) -> None:
    gradschool("check", "softmax", str(MISTAKES / "solution.py"))
    assert gradschool("reset", "softmax", stdin="n\n").returncode == 130
    assert json.loads(gradschool("status", "--json").stdout)["passed"] == 1
    assert gradschool("reset", "softmax", "--yes").returncode == 0
    assert json.loads(gradschool("status", "--json").stdout)["passed"] == 0
    with Store.open() as store:
        assert len(store.attempts("softmax", before_reset=True)) == 1


def test_run_executes_a_lesson_with_its_output(home: Path) -> None:
    done = gradschool("run", "broadcasting")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "[10, 14, 19, 25]" in done.stdout
    assert "0 failed." in done.stdout


def test_without_a_terminal_the_tutorial_is_a_numbered_menu(home: Path) -> None:
    done = gradschool(stdin="1\n2\ns\nb\nb\nq\n")
    assert done.returncode == 0, done
    assert "0  Run the entire curriculum" in done.stdout
    assert "1.4 Broadcasting" in done.stdout
    assert "Your progress is kept." in done.stdout


def test_the_menu_ends_quietly_when_its_input_ends(home: Path) -> None:
    done = gradschool("--plain", stdin="1\n")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m gradschool list | head -1", shell=True, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_command_of_the_table_of_contents_imports_torch(home: Path) -> None:
    for words in (["list"], ["status"], ["--help"], ["hint", "softmax"], ["read", "broadcasting"]):
        code = (
            "import sys, runpy\nsys.argv = ['gradschool', *sys.argv[1:]]\n"
            "try:\n    runpy.run_module('gradschool', run_name='__main__')\nexcept SystemExit:\n    pass\n"
            "sys.exit('torch' in sys.modules)"
        )
        assert subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False).returncode == 0


def test_a_read_only_home_still_gives_a_verdict(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "gradschool", "check", "softmax", str(MISTAKES / "solution.py")],
        env=os.environ | {"GRADSCHOOL_HOME": str(blocked / "home")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Passed" in done.stdout, done
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_two_commands_at_once_lose_nothing(home: Path) -> None:
    command = [sys.executable, "-m", "gradschool", "check", "softmax", str(MISTAKES / "solution.py")]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    with Store.open() as store:
        assert len(store.attempts("softmax")) == 4


def test_a_scaffolded_exercise_holds_as_it_is(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tensors").mkdir()
    monkeypatch.setenv("GRADSCHOOL_COURSE", str(tmp_path))
    toml = 'format = 1\n[[modules]]\nid = "tensors"\nnumber = "1"\ntitle = "T"\nsummary = "S"\n'
    (tmp_path / "course.toml").write_text(toml + "lessons = []\n")
    assert gradschool("new", "lesson", "tensors", "shapes").returncode == 0
    listed = '[[modules.lessons]]\nid = "shapes"\nnumber = "1.1"\n'
    (tmp_path / "course.toml").write_text(toml + listed + "exercises = []\n")
    kinds = ("implement", "fix", "predict", "choose")
    for kind in kinds:
        made = gradschool("new", "exercise", "shapes", f"a_{kind}", "--kind", kind)
        assert made.returncode == 0, made
    rows = ", ".join(f'{{ number = "1.0{place}", id = "a_{kind}" }}' for place, kind in enumerate(kinds, 1))
    (tmp_path / "course.toml").write_text(toml + listed + f"exercises = [{rows}]\n")
    page = tmp_path / "tensors" / "shapes" / "lesson.md"
    page.write_text(page.read_text() + "".join(f"\n[Do it](a_{kind}/)\n" for kind in kinds))
    done = gradschool("verify")
    assert (done.returncode, done.stderr) == (0, ""), done
    counts = "1 lessons, 2 examples, 2 stated outputs, 4 exercises, 0 quick questions, 3 mistakes, 2 accepted forms"
    assert f"{counts}: all hold." in done.stdout


@pytest.mark.parametrize("form", ["ipynb", "py"])
def test_a_lesson_is_exported_and_comes_back_unchanged(home: Path, tmp_path: Path, form: str) -> None:
    done = gradschool("export", "reductions", "--format", form, "--folder", str(tmp_path))
    assert done.returncode == 0, done
    document = export.read(tmp_path / f"1.5_reductions.{form}")
    assert document.page == read_page(load_course(), "reductions")


def test_progress_travels_as_a_file(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gradschool("check", "softmax", str(MISTAKES / "solution.py"))
    assert gradschool("export", "--progress", str(tmp_path / "mine.json")).returncode == 0
    monkeypatch.setenv("GRADSCHOOL_HOME", str(tmp_path / "another home"))
    assert gradschool("import", str(tmp_path / "mine.json")).stdout.startswith("1 attempts")
    assert gradschool("import", str(tmp_path / "mine.json")).stdout.startswith("0 attempts")
    assert json.loads(gradschool("status", "--json").stdout)["passed"] == 1
