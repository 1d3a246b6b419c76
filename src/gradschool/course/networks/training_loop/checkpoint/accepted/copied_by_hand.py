"""The tensors of the model are cloned, and copied back in place; a folder is the place for what is unfinished."""
import os
import shutil
from pathlib import Path

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    path = Path(path)
    unfinished = Path(f"{path}.tmp")
    try:
        torch.save(
            {
                "model": {name: value.detach().clone() for name, value in model.state_dict().items()},
                "training": {"optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict(), "step": step},
                "rng": {"torch": torch.get_rng_state()},
            },
            str(unfinished),
        )
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_checkpoint(path, model, optimizer, scheduler):
    with open(path, "rb") as file:
        checkpoint = torch.load(file, map_location=torch.device("cpu"), weights_only=True)
    model.load_state_dict(checkpoint["model"], strict=True)
    scheduler.load_state_dict(checkpoint["training"]["scheduler"])
    optimizer.load_state_dict(checkpoint["training"]["optimizer"])
    torch.set_rng_state(checkpoint["rng"]["torch"].clone())
    return checkpoint["training"]["step"]
