"""Model and optimizer alone, written straight to the path: the version of most tutorials.

The scheduler and the random state are missing, so the run goes on as another one.
And a crash while writing leaves half a file where the good checkpoint was: write beside it, then `os.replace`.
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),  # <- here
        "step": step,
    }
    torch.save(state, path)  # <- here


def load_checkpoint(path, model, optimizer, scheduler):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["step"]
