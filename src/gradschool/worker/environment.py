"""The environment of every process that will import torch."""

from __future__ import annotations

import os


def environment() -> dict[str, str]:
    """One thread, before torch is imported: a parent that ran multi-threaded work makes its forks hang."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return kept | threads | {"PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1", "MPLBACKEND": "agg"}
