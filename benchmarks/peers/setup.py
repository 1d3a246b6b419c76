"""Installs the peers into an environment of their own: `python benchmarks/peers/setup.py`.

It lies in the cache folder, apart from ours, and holds the tested torch: `constraints.txt` sees to that, without which
pip might choose another, far larger one. Made once; made again when the list of peers changes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from platformdirs import user_cache_path

CONSTRAINTS = Path(__file__).resolve().parents[2] / "constraints.txt"
PEERS = ("torchlings==0.2.7", "torch-judge==0.1.1", "pythonlings==0.4.4")
# What `torchlings init` installs beside torch, and what torch-judge's notebooks run in.
THEIR_NEEDS = ("torch", "pytest", "numpy", "ipython")


def peers_folder() -> Path:
    """Where the peers' environment is: GRADSCHOOL_PEERS if that is set, else in the user's cache folder."""
    named = os.environ.get("GRADSCHOOL_PEERS")
    return Path(named) if named else user_cache_path("gradschool") / "peers"


def ready() -> Path:
    """Return the `bin` folder of the peers' environment, installing them first if they are not there."""
    folder = peers_folder()
    stamp = folder / "installed.txt"
    wanted = "\n".join((*PEERS, *THEIR_NEEDS, CONSTRAINTS.read_text("utf-8")))
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        print(f"Installing {', '.join(PEERS)} into {folder}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-c", str(CONSTRAINTS)]
        subprocess.run([*pip, *THEIR_NEEDS], check=True)
        subprocess.run([*pip, *PEERS], check=True)
        stamp.write_text(wanted, "utf-8")
    return folder / "bin"


if __name__ == "__main__":
    print(ready())
