"""Hold that the built front end is what its sources build: types fit, and a fresh build is the same to the byte.

Usage: python tools/frontend.py
Needs Node 18 or newer; fetches the exact packages of `frontend/package-lock.json` the first time.
"""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
STATIC = ROOT / "src/gradschool/web/static"


def ready() -> bool:
    """Whether the packages of the lock file are installed; npm's own copy of the lock says so."""
    lock, installed = FRONTEND / "package-lock.json", FRONTEND / "node_modules/.package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


def differing(fresh: Path, kept: Path) -> list[str]:
    """The files that are not the same in both folders, or that only one of them has."""
    names = {path.relative_to(folder) for folder in (fresh, kept) for path in folder.rglob("*") if path.is_file()}
    return sorted(
        str(name)
        for name in names
        if not (fresh / name).exists()
        or not (kept / name).exists()
        or not filecmp.cmp(fresh / name, kept / name, shallow=False)
    )


def npm(*words: str) -> bool:
    """Run npm in the front end's folder; whether it succeeded."""
    return subprocess.call([shutil.which("npm") or "npm", *words], cwd=FRONTEND) == 0


def main() -> int:
    """Check types, build into a temporary folder, compare; 0 if all held."""
    if shutil.which("npm") is None:
        print(
            "The front end is checked with Node: please install nodejs and npm, then run this again.", file=sys.stderr
        )
        return 1
    if not ready() and not npm("ci", "--no-audit", "--no-fund", "--loglevel=error"):
        return 1
    if not npm("run", "--silent", "check"):
        return 1
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "static"
        if not npm("run", "--silent", "build", "--", "--out", str(fresh)):
            return 1
        names = differing(fresh, STATIC)
    for name in names:
        print(f"src/gradschool/web/static/{name} is not what the sources build", file=sys.stderr)
    if names:
        print("run `npm run build` in frontend/ and commit what it wrote", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
