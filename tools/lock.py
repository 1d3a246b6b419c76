"""Write constraints.txt: the version of everything that the project and its tests need, as installed here.

To move to new versions: install them (`.venv/bin/python -m pip install --upgrade NAME`), run the tests, then run
`.venv/bin/python tools/lock.py`.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# The tested versions of everything that gradschool and its tests need. Written by `.venv/bin/python tools/lock.py`:
# see there. The launcher always installs with them, and so should you: `pip install -c constraints.txt -e .`
"""


def declared() -> list[str]:
    """Return the requirements of the project and of its tests; what a developer has besides is their own affair."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*table["project"]["dependencies"], *table["dependency-groups"]["test"]]


def pins() -> dict[str, str]:
    """Return the installed version of each package that is needed, through all that needs it, by name."""
    found: dict[str, str] = {}
    waiting = [Requirement(line) for line in declared()]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if name in found and not requirement.extras:
            continue
        try:
            # `+cpu` and the like say how it was built here, not what is wanted elsewhere.
            found[name] = re.sub(r"\+.*", "", distribution(name).version)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed here: `python run_tutorial.py test` installs it.") from None
        for line in requires(name) or ():
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                needed.marker = None
                waiting.append(needed)
    return dict(sorted(found.items()))


def main() -> None:
    """Write the file and say how many versions it holds."""
    versions = pins()
    text = HEAD + "".join(f"{name}=={version}\n" for name, version in versions.items())
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8")
    print(f"constraints.txt: {len(versions)} versions")


if __name__ == "__main__":
    main()
