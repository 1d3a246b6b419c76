"""The optimizer stepped after every piece, on gradients that went on growing.

The first piece is used in every step, the last one in one.
One step, after the loop.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        optimizer.step()  # <- here
        total += loss.item()
    return total
