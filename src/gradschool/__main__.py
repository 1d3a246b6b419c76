"""`python -m gradschool` is the command `gradschool`."""

from __future__ import annotations

from gradschool.cli import main

if __name__ == "__main__":
    main()
