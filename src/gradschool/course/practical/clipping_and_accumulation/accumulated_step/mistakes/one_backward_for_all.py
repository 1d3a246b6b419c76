"""`backward` was called once, for the sum of all the losses.

The gradient is right, and every piece's activations have waited for it: the memory is that of the whole batch.
Call `backward` inside the loop.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        total = total + loss_fn(model(x), y) * len(y) / rows
    total.backward()  # <- here
    optimizer.step()
    return total.item()
