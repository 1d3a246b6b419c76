"""Made in memory, written to a temporary file in the same folder, renamed."""
import io
import os
import tempfile

import torch


def save_checkpoint(path, model, optimizer, scheduler, step):
    buffer = io.BytesIO()
    objects = [model.state_dict(), optimizer.state_dict(), scheduler.state_dict()]
    torch.save([*objects, torch.random.get_rng_state(), torch.tensor(step)], buffer)
    folder = os.path.dirname(os.path.abspath(path))
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(buffer.getvalue())
        os.rename(name, path)
    except BaseException:
        os.unlink(name)
        raise


def load_checkpoint(path, model, optimizer, scheduler):
    *objects, rng, step = torch.load(path)
    for each, state in zip((model, optimizer, scheduler), objects):
        each.load_state_dict(state)
    torch.default_generator.set_state(rng)
    return int(step)
