"""Each piece went through the model twice.

Once for the number and once for the gradient: half of the work is wasted, dropout draws two masks, and running statistics are updated twice.
One pass gives both.
"""
import torch


def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    with torch.no_grad():
        total = sum(loss_fn(model(x), y).item() * len(y) / rows for x, y in microbatches)  # <- here
    optimizer.zero_grad()
    for x, y in microbatches:
        (loss_fn(model(x), y) * len(y) / rows).backward()
    optimizer.step()
    return total
