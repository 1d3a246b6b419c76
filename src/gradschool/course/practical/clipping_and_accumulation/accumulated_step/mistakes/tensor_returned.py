"""A tensor was returned.

Whoever keeps it for the log keeps its graph with it.
Return a number: `.item()` or `float(…)`.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total = total + loss
    optimizer.step()
    return total  # <- here
