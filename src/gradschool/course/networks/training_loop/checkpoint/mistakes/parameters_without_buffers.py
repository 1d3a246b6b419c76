"""The parameters are saved, the buffers are not.

BatchNorm's running statistics are no parameters, and they decide what the model says in eval mode.
`state_dict()` has both.
"""
import os
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    state = {
        "model": dict(model.named_parameters()),  # <- here
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
    model.load_state_dict(state["model"], strict=False)
    optimizer.load_state_dict(state["optimizer"])
    scheduler.load_state_dict(state["scheduler"])
    torch.set_rng_state(state["rng"])
    return state["step"]
