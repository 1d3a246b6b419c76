"""The environment of every process that will import torch."""

from __future__ import annotations

import os


def environment() -> dict[str, str]:
    """One thread, before torch is imported: a parent that ran multi-threaded work makes its forks hang.

    Large pages: a fork copies the page tables, and one entry stands for 512 then. Other C libraries pass the word over.
    """
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    tunables = [os.environ.get("GLIBC_TUNABLES", ""), "glibc.malloc.hugetlb=1"]
    large_pages = {"GLIBC_TUNABLES": ":".join(filter(None, tunables))}
    return kept | threads | large_pages | {"PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1", "MPLBACKEND": "agg"}
