"""The gradients were set to 0, and 0 is a gradient.

A parameter that no piece uses is then moved all the same, by weight decay and by its old momentum.
The default, `set_to_none=True`, leaves `None`, and the optimizer passes over it.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad(set_to_none=False)  # <- here
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
