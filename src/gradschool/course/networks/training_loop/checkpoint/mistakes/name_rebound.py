"""The names were bound to the loaded states; the caller's objects are as they were.

An assignment inside a function changes what the *name* means there.
`load_state_dict` copies into the object.
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
    path = Path(path)
    part = path.with_name(path.name + ".part")
    torch.save(state, part)
    os.replace(part, path)


def load_checkpoint(path, model, optimizer, scheduler):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = state["model"]  # <- here
    optimizer = state["optimizer"]
    scheduler = state["scheduler"]
    torch.set_rng_state(state["rng"])
    return state["step"]
