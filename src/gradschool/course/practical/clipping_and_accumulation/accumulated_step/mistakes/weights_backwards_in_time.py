"""Each piece was divided by the rows that had come until then.

The first piece is divided by its own rows, the last by all, so the earlier ones count too much.
The number of all rows is known only after the last: keep a list, or divide at the end.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    total, rows = 0.0, 0
    for x, y in microbatches:
        rows += len(y)
        loss = loss_fn(model(x), y)
        (loss * len(y) / rows).backward()  # <- here
        total += loss.item() * len(y)
    optimizer.step()
    return total / rows
