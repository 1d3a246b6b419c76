"""The optimizer stepped after every piece.

That is ordinary training with small batches: the later pieces meet another model than the first.
One step, after the loop.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    total = 0.0
    for x, y in microbatches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        optimizer.step()  # <- here
        total += loss.item()
    return total
