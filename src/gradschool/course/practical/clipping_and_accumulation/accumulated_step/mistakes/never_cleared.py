"""Gradients from before joined the batch.

`backward` adds to what is there, which is the point of accumulating, and it doesn't ask how long it has been there.
`optimizer.zero_grad()` before the first piece.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()  # <- here
    return total
