"""Only the model is saved.

The weights come back, but the optimizer's moments start at zero, the schedule starts over and the random numbers are others.
That is the end of one run and the beginning of another.
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    state = {
        "model": model.state_dict(),  # <- here
        "step": step,
    }
    path = Path(path)
    part = path.with_name(path.name + ".part")
    torch.save(state, part)
    os.replace(part, path)


def load_checkpoint(path, model, optimizer, scheduler):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    return state["step"]
