"""All pieces were taken to be as large as the first.

The last one seldom is.
Count the rows of each.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = len(microbatches[0][1]) * len(microbatches)  # <- here
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
