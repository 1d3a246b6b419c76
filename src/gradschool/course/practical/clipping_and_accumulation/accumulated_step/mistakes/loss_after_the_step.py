"""The loss was computed anew after the step.

It belongs to another model, and it costs a second pass through all the pieces.
The losses of the first pass are what you have: add them up.
"""
import torch


def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    for x, y in microbatches:
        (loss_fn(model(x), y) * len(y) / rows).backward()
    optimizer.step()
    with torch.no_grad():
        return sum(loss_fn(model(x), y).item() * len(y) / rows for x, y in microbatches)  # <- here
