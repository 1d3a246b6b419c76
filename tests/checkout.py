"""A copy of the launcher around a course and packages so small that setting it up takes seconds and no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE_PYTHON = str(getattr(sys, "_base_executable", sys.executable))

PROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "gradschool"
version = "0.1.0"
dependencies = ["torch>=2.8", "widget>=1"]

[dependency-groups]
test = ["checker"]

[tool.anything]
"""

CONSTRAINTS = "torch==2.13.0\nwidget==1.0\nchecker==1.0\n"

COURSE = """\
import graphlib, os, sys
words = sys.argv[1:]
if words[:1] == ["exit"]:
    print(os.getpid())
    sys.exit(int(words[1]))
if words[:1] == ["wait"]:
    import time
    try:
        print("waiting", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        print("interrupted by hand")
        sys.exit(5)
print(words, os.environ.get("PYTHONDONTWRITEBYTECODE"))
"""

# Builds for as long as there is a file `slow`, so that a test can act in the middle of an installation.
BACKEND = """\
import os, pathlib, time, zipfile
HERE = pathlib.Path(__file__).parent
def build_editable(folder, config_settings=None, metadata_directory=None):
    (HERE / "draft").write_text(str(os.getpid()))
    (HERE / "draft").rename(HERE / "building")
    while (HERE / "slow").exists():
        time.sleep(0.02)
    name = "gradschool-0.1.0-py3-none-any.whl"
    info = "gradschool-0.1.0.dist-info/"
    head = "Metadata-Version: 2.1\\nName: gradschool\\nVersion: 0.1.0\\n"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("gradschool.pth", str(HERE / "src") + "\\n")
        wheel.writestr(info + "METADATA", head)
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""


class Checkout:
    """A copy of the course at `folder`; `packages` is all that pip can reach."""

    def __init__(self, folder: Path, packages: Path) -> None:
        self.folder = folder
        self.packages = packages
        self.venv = folder / ".venv"

    @classmethod
    def fresh(cls, folder: Path, packages: Path) -> Checkout:
        """Write a checkout in which nothing has been set up."""
        made = cls(folder, packages)
        shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "run_tutorial.py", folder)
        made.write("pyproject.toml", PROJECT)
        made.write("constraints.txt", CONSTRAINTS)
        made.write("backend.py", BACKEND)
        made.write("src/gradschool/__init__.py", "")
        made.write("src/gradschool/__main__.py", COURSE)
        return made

    def copy(self, folder: Path) -> Checkout:
        """Copy the checkout with its environment: a moved course, which has to be set up again."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Checkout(folder, self.packages)

    def write(self, name: str, text: str) -> None:
        """Write a file of the checkout."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def start(self, *words: str, python: tuple[str, ...] = (BASE_PYTHON,), **extra: str) -> subprocess.Popen[str]:
        """Start the launcher as a learner would, who has no environment active; `extra` are environment variables."""
        unwanted = ("PIP_", "PYTHON", "VIRTUAL_ENV", "COV_", "PYTEST_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.packages)}
        return subprocess.Popen(
            [*python, str(self.folder / "run_tutorial.py"), *words],
            cwd=self.folder,
            env={name: value for name, value in (environment | extra).items() if value},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *words: str, python: tuple[str, ...] = (BASE_PYTHON,), **extra: str) -> tuple[int, str, str]:
        """Run the launcher to its end; return its status and what it wrote to each of its outputs."""
        return ended(self.start(*words, python=python, **extra))

    def site(self) -> Path:
        """Return the folder that the packages are installed in."""
        return next(self.venv.glob("lib/python*/site-packages"))


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for a launcher's end; return its status and what it wrote to each of its outputs."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def write_package(folder: Path, name: str, version: str) -> None:
    """Write a wheel that holds one small module."""
    info = f"{name}-{version}.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", f"__version__ = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"{name}/__init__.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
