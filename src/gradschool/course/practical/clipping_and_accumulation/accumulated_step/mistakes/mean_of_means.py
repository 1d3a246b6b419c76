"""The pieces were weighed alike, whatever their size.

The mean of the means is the mean of everything only for equal pieces: of 4, 4 and 2 rows, the last two count twice as much as the others.
Weigh each piece with its rows, `len(y) / rows`, instead of `1 / pieces`.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) / len(microbatches)  # <- here
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
