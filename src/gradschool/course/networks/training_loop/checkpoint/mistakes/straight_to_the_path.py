"""The file is written straight to its path.

The first thing that opening it for writing does is to empty the old file; if the disk is full or the process dies, half a file is all there is.
Write beside it, and give it the name when it is whole: `os.replace`.
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "scheduler": scheduler.state_dict(),
        "rng": torch.get_rng_state(),
        "step": step,
    }
    torch.save(state, path)  # <- here


def load_checkpoint(path, model, optimizer, scheduler):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    torch.set_rng_state(state["rng"])
    return state["step"]
