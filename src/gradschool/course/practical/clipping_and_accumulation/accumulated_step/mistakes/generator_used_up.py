"""The generator was empty before the first piece.

Counting the rows used it up, and the loop finds nothing: no gradient, no step, no loss.
Keep the pieces in a list, or count as you go and divide at the end.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    rows = sum(len(y) for _, y in microbatches)  # <- here
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
