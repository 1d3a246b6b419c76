"""The scheduler is wound forward by calling `step()` as often as the run did.

Each call multiplies the learning rate that the optimizer has *just got back*, so it is lowered twice.
Load the scheduler's state.
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "step": step,
    }
    path = Path(path)
    part = path.with_name(path.name + ".part")
    torch.save(state, part)
    os.replace(part, path)


def load_checkpoint(path, model, optimizer, scheduler):
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    for _ in range(state["step"]):  # <- here
        scheduler.step()
    torch.set_rng_state(state["rng"])
    return state["step"]
