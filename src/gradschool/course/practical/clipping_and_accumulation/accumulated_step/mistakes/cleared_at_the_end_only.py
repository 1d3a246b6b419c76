"""The gradients were cleared only afterwards.

That is enough between your own calls, but not before the first: whatever somebody else has left in `.grad` joins the batch.
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
    optimizer.step()
    optimizer.zero_grad()  # <- here
    return total
