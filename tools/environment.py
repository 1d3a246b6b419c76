"""Make the environment that the course runs in, or bring it up to date, whatever state it was left in."""

from __future__ import annotations

import errno
import importlib.util
import json
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from run_tutorial import OLDEST, ROOT, is_ready, python_of, stamp, stamp_path
from tools.installer import SetupFailed, clean_environment, explain, no_space, not_writable, run_pip, start, stop
from tools.locking import turn
from tools.progress import Progress, say

OWN = Path(ROOT, ".venv")
UNFINISHED = "gradschool-unfinished"
"""The file in an environment that says: begun by us, not complete."""

# Large parts that no lesson loads, half of all lines: Python compiles a module by itself should something load it.
UNCOMPILED = re.sub(
    r"\s",
    "",
    r"""[\\/]site-packages[\\/](.+[\\/])?(
        tests? | fontTools | mypy | mypyc | networkx | setuptools | torchgen
        | numpy[\\/](distutils | f2py) | pygments[\\/]lexers | wcwidth[\\/]table_grapheme_overrides
        | sympy[\\/](combinatorics | geometry | parsing | physics | plotting | stats | vector)
        | torch[\\/](_inductor | _vendor | onnx | testing[\\/]_internal)
    )[\\/]""",
)

# What comes with torch and takes longest to compile: unpacked early, compiled while pip fetches the rest.
HEAVY = ("matplotlib", "mpmath", "networkx", "numpy", "sympy")

EXAMINE = """
import json, sys, sysconfig
from importlib.metadata import PackageNotFoundError, distribution
def find(name):
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return "", ""
    return found.version, str(found.locate_file(""))
sites = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
print(json.dumps([sys.version_info[:2], find("pip")[0], *find("torch"), sites]))
"""


class Facts(NamedTuple):
    """What an interpreter has; `pip` and `torch` are versions, empty where missing, `sites` where packages go."""

    version: tuple[int, int]
    pip: str
    torch: str
    torch_folder: str
    sites: tuple[str, ...]


def prepare(folder: str, testing: bool) -> int:
    """Make the environment complete; return the exit status, 0 when it is ready."""
    place = Path(folder)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        # An active environment is locked by itself, for two copies of the course may share it.
        with turn(Path(ROOT, "run_tutorial.py") if is_own(place) else place / "pyvenv.cfg") as lock:
            if not is_ready(folder, testing):
                set_up(place, testing, lock)
    except KeyboardInterrupt:
        say("The set-up was interrupted. Run the same command again: it goes on from here.")
        return 130
    except SetupFailed as failure:
        say(str(failure))
        return 2
    except OSError as error:
        say(explain_os(error, place))
        return 2
    return 0


def set_up(place: Path, testing: bool, lock: tuple[int, ...]) -> None:
    """Bring the environment at `place` to the tested versions and leave its stamp."""
    repair(place)
    facts = examine(python_of(str(place))) if (place / "pyvenv.cfg").is_file() else None
    if facts and facts.version < OLDEST and is_own(place):
        facts = None
    refuse_what_cannot_be(place, facts)
    # Asked for before an environment is made: one that sees the machine's packages need not fetch torch again.
    present = facts or examine(base_python())
    kept = present.torch if present and is_kept(place, facts, present) else ""
    say(f"Setting up the course in {place}." + ("" if facts else " This happens once and takes a minute or a few."))
    progress = Progress()
    try:
        begin(place)
        if facts is None or not facts.pip:
            progress.phase("making the environment")
            facts = make(place, facts, share=bool(kept), lock=lock)
        install(place, facts, kept, testing, progress, lock)
        finish(place, testing)
        progress.done()
    finally:
        progress.close()


# --------------------------------------------------------------------------- what is there


def is_own(place: Path) -> bool:
    """Tell whether an environment is the course's own rather than one that the learner activated."""
    return place == OWN or (OWN.exists() and place.exists() and place.samefile(OWN))


def base_python() -> str:
    """Return the interpreter that environments are made with: the one this runs in, outside of any environment."""
    return str(getattr(sys, "_base_executable", sys.executable))


def examine(python: str) -> Facts | None:
    """Ask an interpreter what it has; None if it does not run."""
    try:
        done = subprocess.run(
            # An old Python knows no -P; in the checkout no file stands in for a module.
            [python, "-c", EXAMINE],
            cwd=ROOT,
            capture_output=True,
            env=clean_environment(),
            check=True,
            encoding="utf-8",
        )
        version, pip, torch, torch_folder, sites = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Facts((version[0], version[1]), pip, torch, torch_folder, tuple(sites))


def is_kept(place: Path, facts: Facts | None, present: Facts) -> bool:
    """Tell whether the torch that is there is the learner's, and new enough to be used rather than another fetched."""
    ours = facts is not None and is_own(place) and Path(present.torch_folder).is_relative_to(place)
    return bool(present.torch) and not ours and numbers(present.torch) >= oldest_torch()


def oldest_torch() -> tuple[int, ...]:
    """Return the oldest version of torch that the project supports."""
    return next(numbers(line.partition(">=")[2]) for line in wanted(testing=False) if line.startswith("torch>="))


def numbers(version: str) -> tuple[int, ...]:
    """Return the major and minor numbers of a version, for comparing: `2.13.0+cpu` gives (2, 13)."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])


def refuse_what_cannot_be(place: Path, facts: Facts | None) -> None:
    """Stop before anything is changed where a set-up could only fail, or spoil what is the learner's.

    Raises:
        SetupFailed: says what is in the way and what to do.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    # Debian leaves these two out of Python unless asked.
    if facts is None and not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise SetupFailed(
            f"Python {version} here can't make virtual environments: install its venv package (on Debian and Ubuntu "
            f"`sudo apt install python{version}-venv`), then run this again."
        )
    if facts is None and is_own(place) and place.exists() and not is_ours_to_remake(place):
        raise SetupFailed(
            f"{place} is in the way: it is no virtual environment that works with Python {version}. Move it away, then "
            "run this again."
        )
    if is_own(place):
        return
    advice = "run `deactivate`, then this again: the course makes an environment of its own."
    if facts is None:
        raise SetupFailed(f"The active virtual environment {place} does not work: {advice}")
    if facts.version < OLDEST:
        found = ".".join(map(str, facts.version))
        raise SetupFailed(f"The active virtual environment has Python {found}, which is too old: {advice}")
    if facts.torch and numbers(facts.torch) < oldest_torch():
        raise SetupFailed(f"The active virtual environment has torch {facts.torch}, which is too old: {advice}")


def is_ours_to_remake(place: Path) -> bool:
    """Tell whether nothing but our own work would be lost with the folder at `place`."""
    if not place.is_dir():
        return False
    marks = (Path(stamp_path(str(place), testing)) for testing in (False, True))
    return not any(place.iterdir()) or (place / UNFINISHED).exists() or any(mark.exists() for mark in marks)


# --------------------------------------------------------------------------- what is made


def begin(place: Path) -> None:
    """Mark the environment as incomplete, from before the first change to after the last."""
    place.mkdir(parents=True, exist_ok=True)
    (place / UNFINISHED).write_text("The course is being set up, or that was interrupted.\n", encoding="utf-8")
    for testing in (False, True):
        Path(stamp_path(str(place), testing)).unlink(missing_ok=True)


def finish(place: Path, testing: bool) -> None:
    """Leave the stamp that later runs start by. Who has the tests' packages has the course's."""
    facts = examine(python_of(str(place)))
    if facts is None or not facts.torch:
        raise SetupFailed(f"pip left {place} without torch. Remove that folder, then run this again.")
    for each in (False, True) if testing else (False,):
        path = Path(stamp_path(str(place), each))
        draft = path.with_suffix(".draft")
        draft.write_text(f"{facts.torch_folder}/torch\n{stamp(str(place))}", encoding="utf-8")
        draft.replace(path)
    (place / UNFINISHED).unlink()


def repair(place: Path) -> None:
    """Take the half-installed packages out of an interrupted environment, so that pip installs them again.

    pip writes a package's RECORD last, and renames what it replaces to `~…` until the replacement is complete.
    """
    if not (place / UNFINISHED).exists():
        return
    for site in (*place.glob("lib*/python*/site-packages"), *place.glob("Lib/site-packages")):
        for folder in site.glob("*.dist-info"):
            if not (folder / "RECORD").exists():
                shutil.rmtree(folder)
        for folder in site.glob("~*"):
            shutil.rmtree(folder, ignore_errors=True)


def make(place: Path, facts: Facts | None, share: bool, lock: tuple[int, ...]) -> Facts:
    """Make the environment, or only give it the pip that it lacks; return what it then has.

    `share`: it sees the packages of the interpreter that it is made with.
    """
    if facts is not None and not is_own(place):
        command = [python_of(str(place)), "-P", "-m", "ensurepip"]
    else:
        for leftover in place.iterdir():
            if leftover.name != UNFINISHED:
                shutil.rmtree(leftover) if leftover.is_dir() and not leftover.is_symlink() else leftover.unlink()
        command = [base_python(), "-P", "-m", "venv", *(["--system-site-packages"] if share else []), str(place)]
    process = start(command, lock)
    try:
        report, _nothing = process.communicate()
    except BaseException:
        stop(process)
        raise
    made = examine(python_of(str(place)))
    if process.returncode != 0 or made is None or not made.pip:
        raise SetupFailed(explain(report, place))
    return made


def wanted(testing: bool) -> list[str]:
    """Return the requirements that pyproject.toml names: the course's, and the tests' when they are asked for."""
    table = tomllib.loads(Path(ROOT, "pyproject.toml").read_text(encoding="utf-8"))
    return [*table["project"]["dependencies"], *(table["dependency-groups"]["test"] if testing else [])]


def constraints(place: Path, kept: str) -> Path:
    """Return the file of tested versions; with a torch that is kept, one of the environment's own that names it."""
    tested = Path(ROOT, "constraints.txt")
    if not kept:
        return tested
    other = place / "gradschool-constraints.txt"
    text = tested.read_text(encoding="utf-8")
    other.write_text(re.sub(r"(?m)^torch==.*$", f"torch=={kept}", text), encoding="utf-8")
    return other


def pinned(names: Iterable[str]) -> list[str]:
    """Return those of `names` that the course needs: the tested versions name them."""
    tested = Path(ROOT, "constraints.txt").read_text(encoding="utf-8")
    return [name for name in names if re.search(rf"(?m)^{re.escape(name)}==", tested)]


def install(place: Path, facts: Facts, kept: str, testing: bool, progress: Progress, lock: tuple[int, ...]) -> None:
    """Install everything at the tested versions and compile it.

    torch and the other heavy ones come first, so that most of all the lines are compiled on another core while pip is
    busy with the rest.
    """
    python = python_of(str(place))
    arguments = ["--constraint", str(constraints(place, kept))]
    if numbers(facts.pip) >= (24, 1):
        arguments += ["--progress-bar", "raw"]
    requirements = wanted(testing)
    compilers = []
    try:
        if not facts.torch:
            progress.phase("fetching torch, the largest part")
            torch = [line for line in requirements if line.startswith("torch>")]
            heavy = pinned(HEAVY)
            run_pip(python, [*arguments, "--no-deps", *torch, *heavy], place, progress, lock)
            folders = [str(Path(site, name)) for name in ("torch", *heavy) for site in facts.sites]
            compilers.append(compile_all(python, folders, cores=1))
        progress.phase("fetching and installing the other packages")
        run_pip(python, [*arguments, "--editable", ROOT, *requirements], place, progress, lock)
        progress.phase("compiling")
        compilers.append(compile_all(python, facts.sites, cores=0))
        for compiler in reversed(compilers):
            progress.wait(compiler)
    finally:
        for compiler in compilers:
            stop(compiler)


def compile_all(python: str, folders: Iterable[str], cores: int) -> subprocess.Popen[str]:
    """Start compiling what is in `folders` and not yet compiled; `cores` 0 means all of them.

    Some files of torch are templates or need a newer Python: what does not compile is left alone.
    """
    places = [folder for folder in folders if Path(folder).is_dir()]
    return start([python, "-P", "-m", "compileall", "-qq", "-j", str(cores), "-x", UNCOMPILED, *places])


def explain_os(error: OSError, place: Path) -> str:
    """Return the line for what the operating system refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return no_space(None, place)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return not_writable(None, place)
    return f"The set-up stopped: {error.strerror or error} ({error.filename or place}). Mend that and run this again."
