"""An object itself is saved (the model, or the scheduler), instead of its state.

That pickles the path to its class, so that it can no longer be read when the code has moved, and `torch.load` refuses it by default.
All three have a `state_dict()`.
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    state = {
        "model": model,  # <- here
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
    state = torch.load(path, map_location="cpu", weights_only=False)
    model.load_state_dict(state["model"].state_dict())
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    torch.set_rng_state(state["rng"])
    return state["step"]
