"""The launcher, run for real: first runs, later runs, and all that can go wrong in between."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checkout import BASE_PYTHON, ROOT, Checkout, ended, write_package
from tools import environment, lock
from tools.installer import UNREACHABLE, detail, explain

# Runs the launcher in a Python that something was done to first.
LAUNCH = "import runpy, sys; runpy.run_path(sys.argv.pop(1), run_name='__main__')"
DEACTIVATE = "run `deactivate`, then this again: the course makes an environment of its own.\n"
CLOSED = """\
can't be written to: copy the course to a folder of your own, or activate a virtual environment that you may change, \
then run this again."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    for name, version in (("torch", "2.13.0"), ("torch", "2.15.0"), ("widget", "1.0"), ("checker", "1.0")):
        write_package(folder, name, version)
    return folder


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory, packages: Path) -> tuple[Checkout, tuple[int, str, str]]:
    made = Checkout.fresh(tmp_path_factory.mktemp("course"), packages)
    return made, made.run("list", "--all", PYTHONDONTWRITEBYTECODE="1")


@pytest.fixture(scope="module")
def ready(first_run: tuple[Checkout, tuple[int, str, str]]) -> Checkout:
    return first_run[0]


@pytest.fixture
def moved(ready: Checkout, tmp_path: Path) -> Checkout:
    return ready.copy(tmp_path / "moved")


@pytest.fixture
def fresh(tmp_path: Path, packages: Path) -> Checkout:
    return Checkout.fresh(tmp_path, packages)


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.02)
    raise AssertionError("it never came true")


# --------------------------------------------------------------------------- when all goes well


def test_the_first_run_sets_up_and_hands_the_words_over(first_run: tuple[Checkout, tuple[int, str, str]]) -> None:
    made, (status, out, err) = first_run
    assert (status, out, err.splitlines()[0]) == (
        0,
        "['list', '--all'] None\n",
        f"Setting up the course in {made.venv}. This happens once and takes a minute or a few.",
    )
    assert re.fullmatch(r"Ready after \d+ s\.", err.splitlines()[-1])


def test_the_first_run_installs_the_tested_versions(ready: Checkout) -> None:
    installed = {path.name for path in ready.site().glob("[tw]*.dist-info")}
    assert installed == {"torch-2.13.0.dist-info", "widget-1.0.dist-info"}


def test_the_first_run_leaves_everything_compiled(ready: Checkout) -> None:
    assert list((ready.site() / "torch" / "__pycache__").glob("__init__.*.pyc"))


def test_a_later_run_loads_nothing_of_the_set_up(ready: Checkout) -> None:
    status, out, err = ready.run("status", python=(BASE_PYTHON, "-X", "importtime"))
    assert (status, out) == (0, "['status'] None\n")
    assert "tools" not in {line.rpartition("|")[2].strip() for line in err.splitlines()}


def test_the_course_takes_the_launcher_s_place_and_gives_its_exit_status(ready: Checkout) -> None:
    process = ready.start("exit", "7")
    assert ended(process) == (7, f"{process.pid}\n", "")


def test_an_interrupt_reaches_the_course(ready: Checkout) -> None:
    process = ready.start("wait")
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)
    assert ended(process) == (5, "interrupted by hand\n", "")


def test_a_file_in_the_learner_s_folder_stands_in_for_nothing(ready: Checkout) -> None:
    (ready.folder / "graphlib.py").write_text("raise SystemExit('the wrong graphlib')")
    try:
        assert ready.run("status") == (0, "['status'] None\n", "")
    finally:
        (ready.folder / "graphlib.py").unlink()


# --------------------------------------------------------------------------- when the environment has to change


def test_changed_requirements_are_installed_and_their_failure_says_what_to_do(moved: Checkout, tmp_path: Path) -> None:
    moved.packages = tmp_path / "reachable"
    text = (moved.folder / "pyproject.toml").read_text().replace('"widget>=1"', '"widget>=1", "gadget"')
    moved.write("pyproject.toml", text)
    status, out, err = moved.run("status", PIP_NO_INDEX="", PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="1")
    log = moved.venv / "gradschool-setup.log"
    assert (status, out, err.splitlines()[-1]) == (2, "", f"{UNREACHABLE} (All of pip's words: {log})")
    write_package(moved.packages, "gadget", "1.0")
    assert moved.run("status")[:2] == (0, "['status'] None\n")
    assert (moved.site() / "gadget").is_dir()


def test_a_killed_set_up_is_taken_up_by_the_next_run_which_waits_for_its_pip(moved: Checkout) -> None:
    moved.write("slow", "")
    (moved.folder / "building").unlink()
    killed = moved.start("status")
    wait_until((moved.folder / "building").exists)
    killed.kill()
    killed.communicate()
    # As if pip had been killed as well, in the middle of a package.
    (moved.site() / "widget-1.0.dist-info" / "RECORD").unlink()
    (moved.site() / "widget" / "__init__.py").unlink()
    following = moved.start("status")
    assert following.stderr is not None
    assert following.stderr.readline() == "Another run is setting the course up: waiting until it is done.\n"
    (moved.folder / "slow").unlink()
    assert ended(following)[:2] == (0, "['status'] None\n")
    assert (moved.site() / "widget" / "__init__.py").exists()


def test_an_interrupted_set_up_says_so_and_leaves_nothing_running(moved: Checkout) -> None:
    moved.write("slow", "")
    (moved.folder / "building").unlink()
    process = moved.start("status")
    wait_until((moved.folder / "building").exists)
    process.send_signal(signal.SIGINT)
    status, out, err = ended(process)
    assert (status, out) == (130, "")
    assert err.splitlines()[-1] == "The set-up was interrupted. Run the same command again: it goes on from here."
    assert not (moved.venv / "gradschool-ready").exists()
    wait_until(lambda: has_ended(int((moved.folder / "building").read_text())))


def has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_an_environment_of_ours_whose_python_is_gone_is_made_anew(ready: Checkout, tmp_path: Path) -> None:
    moved = ready.copy(tmp_path / "moved")
    for name in ("python", "python3"):
        (moved.venv / "bin" / name).unlink()
        (moved.venv / "bin" / name).symlink_to("/nowhere/python")
    assert moved.run("status")[:2] == (0, "['status'] None\n")


# --------------------------------------------------------------------------- an active environment


def give_torch(active: Checkout, version: str) -> None:
    """Make the torch of an environment look like another version."""
    info = active.site() / "torch-2.13.0.dist-info"
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n")
    info.rename(active.site() / f"torch-{version}.dist-info")


def test_a_torch_that_is_new_enough_is_kept_in_an_active_environment(moved: Checkout, fresh: Checkout) -> None:
    give_torch(moved, "2.9.0")
    status, out, err = fresh.run("status", VIRTUAL_ENV=str(moved.venv))
    assert (status, out) == (0, "['status'] None\n"), err
    assert [path.name for path in moved.site().glob("torch-*")] == ["torch-2.9.0.dist-info"]
    assert not fresh.venv.exists()


def test_a_torch_that_is_too_old_is_left_alone_and_said(moved: Checkout, fresh: Checkout) -> None:
    give_torch(moved, "2.6.0+cu124")
    before = sorted(moved.venv.rglob("*"))
    assert fresh.run(VIRTUAL_ENV=str(moved.venv)) == (
        2,
        "",
        f"The active virtual environment has torch 2.6.0+cu124, which is too old: {DEACTIVATE}",
    )
    assert sorted(moved.venv.rglob("*")) == before


def test_an_active_environment_that_does_not_work_is_said(moved: Checkout, fresh: Checkout) -> None:
    (moved.venv / "bin" / "python").unlink()
    assert fresh.run(VIRTUAL_ENV=str(moved.venv)) == (
        2,
        "",
        f"The active virtual environment {moved.venv} does not work: {DEACTIVATE}",
    )


# --------------------------------------------------------------------------- what stops a set-up before it begins


def test_an_old_python_is_told_in_one_line(fresh: Checkout) -> None:
    pretend = f"import sys; sys.version_info = (3, 9, 1, 'final', 0); {LAUNCH}"
    status, out, err = fresh.run(python=(BASE_PYTHON, "-c", pretend))
    assert (status, out) == (2, "")
    assert re.fullmatch(
        r"Python 3\.9 is too old: the course needs 3\.11 or newer\. Run this file with that one(: python3\.\d+ \S+)?\n",
        err,
    )


def test_every_python_3_can_parse_the_launcher() -> None:
    tree = ast.parse((ROOT / "run_tutorial.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.TryStar)
    assert [node for node in ast.walk(tree) if isinstance(node, newer)] == []


def test_a_python_without_ensurepip_is_told_how_to_get_it(fresh: Checkout, tmp_path: Path) -> None:
    blocking = tmp_path / "blocking"
    blocking.mkdir()
    (blocking / "sitecustomize.py").write_text("import sys; sys.modules['ensurepip'] = None")
    status, out, err = fresh.run(PYTHONPATH=str(blocking))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "can't make virtual environments: install its venv package (on Debian and Ubuntu `sudo apt install" in err
    assert not fresh.venv.exists()


def test_something_else_called_venv_is_left_alone(fresh: Checkout) -> None:
    fresh.venv.write_text("the name of an environment elsewhere")
    status, out, err = fresh.run()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"{fresh.venv} is in the way: it is no virtual environment that works with Python 3.")
    assert fresh.venv.read_text() == "the name of an environment elsewhere"


def test_an_environment_with_an_old_python_is_left_alone(fresh: Checkout) -> None:
    fresh.write(".venv/pyvenv.cfg", "home = /usr/bin\n")
    fresh.write(".venv/bin/python", '#!/bin/sh\necho \'[[3, 9], "20.0", "", "", []]\'\n')
    (fresh.venv / "bin" / "python").chmod(0o755)
    status, out, err = fresh.run()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"{fresh.venv} is in the way")
    assert sorted(path.name for path in fresh.venv.rglob("*")) == ["bin", "python", "pyvenv.cfg"]


@pytest.fixture
def readable_by_all(packages: Path) -> Iterator[Path]:
    """A folder that somebody who is not root may enter, as pytest's own may not be."""
    folder = Path(tempfile.mkdtemp(prefix="gradschool-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_is_said(readable_by_all: Path, packages: Path) -> None:
    made = Checkout.fresh(readable_by_all / "course", packages)
    made.folder.chmod(0o555)
    # Nothing is read-only to root, so root becomes nobody once everything is loaded that only root may read.
    loaded = "import ensurepip, os, pkgutil, venv, tools.environment"
    become = f"{loaded}; os.getuid() or (os.setgid(65534), os.setuid(65534)); {LAUNCH}"
    status, out, err = made.run(python=(BASE_PYTHON, "-c", become))
    assert (status, out, err.splitlines()[-1]) == (
        2,
        "",
        f"{made.venv} {CLOSED}",
    )


def test_a_launcher_without_its_course_says_what_is_missing(tmp_path: Path, packages: Path) -> None:
    shutil.copy(ROOT / "run_tutorial.py", tmp_path)
    alone = Checkout(tmp_path, packages)
    assert alone.run() == (
        2,
        "",
        "pyproject.toml is missing beside run_tutorial.py: clone the whole repository again.\n",
    )


# --------------------------------------------------------------------------- what pip says, in a learner's words


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "  Downloading torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl (887.9 MB)\n",
            ("downloading torch 2.13.0, 887.9 MB", True),
        ),
        ("  Downloading click-8.5.1-py3-none-any.whl (126 kB)\n", ("downloading click 8.5.1, 126 kB", False)),
        (
            "Processing /wheels/numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (from gradschool==0.1.0)\n",
            ("numpy 2.4.6 is already on this machine", False),
        ),
        ("Collecting jedi>=0.18.2 (from ipython>=8.18)\n", ("looking for jedi", False)),
        ("Installing collected packages: torch\n", ("unpacking 1 package", True)),
        ("WARNING: Location 'file:///x' is ignored: it is neither a file nor a directory.\n", None),
    ],
)
def test_a_line_of_pip_becomes_progress(line: str, shown: tuple[str, bool] | None) -> None:
    assert detail(line) == shown


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n",
            "is full: make about",
        ),
        (
            "WARNING: Retrying (Retry(total=1)) after connection broken\nERROR: No matching distribution found for x\n",
            "check the network (or PIP_INDEX_URL and the proxy)",
        ),
        ("ERROR: No matching distribution found for torch==2.13.0\n", "No torch==2.13.0 was found for this Python"),
        ("ERROR: ResolutionImpossible: for help visit\n", "contradict the course's: deactivate it"),
        ("ERROR: Package 'x' requires a different Python: 3.9.1 not in '>=3.11'\n", "Python 3.9.1 does not fit"),
        ("WARNING: noise\nERROR: Something new.\n", "pip could not install the course: Something new. Run this again"),
        ("", "pip could not install the course: pip ended without a word."),
    ],
)
def test_a_failure_of_pip_becomes_one_line_that_says_what_to_do(report: str, told: str, tmp_path: Path) -> None:
    line = explain(report, tmp_path)
    assert told in line
    assert "\n" not in line


# --------------------------------------------------------------------------- the tested versions


def test_every_package_that_is_needed_has_a_tested_version() -> None:
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    tested = set(re.findall(r"(?m)^([\w.-]+)==[\w.]+$", constraints))
    assert set(lock.pins()) <= tested


def test_the_oldest_torch_is_the_one_that_the_project_asks_for() -> None:
    assert environment.oldest_torch() == (2, 8)
