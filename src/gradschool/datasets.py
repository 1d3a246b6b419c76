"""Real data that ships with the course, as tensors. Nothing is downloaded."""

import gzip
from importlib.resources import files

import numpy as np
import torch


def digits() -> tuple[torch.Tensor, torch.Tensor]:
    """1,797 handwritten digits (Alpaydin & Kaynak 1998, UCI; see `data/SOURCES.md`).

    Returns:
        images: float32 in [0, 1], shape `(1797, 1, 8, 8)`.
        labels: int64 from 0 to 9, shape `(1797,)`.
    """
    with files("gradschool").joinpath("data/digits.csv.gz").open("rb") as packed, gzip.open(packed) as rows:
        table = torch.from_numpy(np.loadtxt(rows, delimiter=",", dtype=np.float32))
    return table[:, :-1].reshape(-1, 1, 8, 8) / 16, table[:, -1].long()
