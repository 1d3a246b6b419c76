"""Open the tutorial: the first run sets everything up, every later run starts at once.

    python run_tutorial.py          opens the tutorial
    python run_tutorial.py test     installs what the tests need and runs everything that must hold
    python run_tutorial.py WORDS    passes every other word on to `gradschool`

Every Python 3 must be able to parse this file, so that one that is too old can say so; what sets up is in `tools/`.
"""

import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.abspath(__file__))
READY = "gradschool-ready"


def environment() -> str:
    """Return the folder of the active virtual environment, or `.venv` beside this file."""
    if sys.prefix != sys.base_prefix:
        return sys.prefix
    active = os.environ.get("VIRTUAL_ENV", "")
    if os.path.isfile(os.path.join(active, "pyvenv.cfg")):
        return os.path.abspath(active)
    return os.path.join(ROOT, ".venv")


def python_of(folder: str) -> str:
    """Return the path of an environment's interpreter."""
    return os.path.join(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def stamp_path(folder: str, testing: bool) -> str:
    """Return the file that an environment holds once it is complete."""
    return os.path.join(folder, READY + ("-test" if testing else ""))


def stamp(folder: str) -> str:
    """Return all that decides whether an environment is still the right one, as text."""
    with open(os.path.join(ROOT, "pyproject.toml"), encoding="utf-8") as file:
        wanted = file.read().partition("\n[tool")[0]
    with open(os.path.join(ROOT, "constraints.txt"), encoding="utf-8") as file:
        tested = file.read()
    # The interpreter's real path, because an upgraded Python behind the same link sees none of the packages.
    return "\n".join([ROOT, os.path.realpath(python_of(folder)), wanted, tested])


def is_ready(folder: str, testing: bool) -> bool:
    """Tell whether everything is installed, without starting a process."""
    try:
        with open(stamp_path(folder, testing), encoding="utf-8") as file:
            # The first line is where torch was found: one that lies outside of the environment may go away.
            torch, _, rest = file.read().partition("\n")
        return rest == stamp(folder) and os.path.isdir(torch) and os.access(python_of(folder), os.X_OK)
    except (OSError, UnicodeError):
        return False


def complaint() -> str:
    """Say what keeps this Python from setting the course up; empty when nothing does."""
    if sys.version_info < OLDEST:
        return "Python {}.{} is too old: the course needs {}.{} or newer. Run this file with that one{}".format(
            sys.version_info[0], sys.version_info[1], OLDEST[0], OLDEST[1], newer_python()
        )
    for name in ("pyproject.toml", "constraints.txt", os.path.join("tools", "environment.py")):
        if not os.path.isfile(os.path.join(ROOT, name)):
            return "{} is missing beside run_tutorial.py: clone the whole repository again.".format(name)
    return ""


def newer_python() -> str:
    """Return a hint at a Python on this machine that is new enough and does run."""
    import subprocess

    for minor in range(20, OLDEST[1] - 1, -1):
        name = "python3.{}".format(minor)
        try:
            subprocess.check_output([name, "-c", "pass"], stderr=subprocess.STDOUT)
        except (OSError, subprocess.SubprocessError):
            continue
        return ": {} run_tutorial.py".format(name)
    return ""


def hand_over(folder: str, words: "list[str]") -> int:
    """Become the program that was asked for, so that signals and the exit status are its own."""
    # A learner's shell may forbid bytecode, and then every start would compile torch anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # -P: a `random.py` in the learner's current folder must not stand in for the library's.
    command = [python_of(folder), "-P"]
    if words[:1] == ["test"]:
        command += [os.path.join(ROOT, "tools", "checks.py")] + words[1:]
    else:
        command += ["-m", "gradschool"] + words
    if os.name != "nt":
        os.execv(command[0], command)
    import subprocess

    # Windows has no exec: it would return to the prompt at once. Ctrl-C reaches the child by itself.
    child = subprocess.Popen(command)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


def main(words: "list[str]") -> int:
    """Set up what is missing, then hand over to the tutorial or to the checks."""
    folder = environment()
    testing = words[:1] == ["test"]
    if not is_ready(folder, testing):
        reason = complaint()
        if reason:
            sys.stderr.write(reason + "\n")
            return 2
        sys.path.insert(0, ROOT)
        from tools.environment import prepare

        status = prepare(folder, testing)
        if status:
            return status
    return hand_over(folder, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
