"""The sum over the rows was never divided by their number.

The weight of a piece is its *share* of the rows, and the shares add up to 1.
Divide by the number of all rows, before `backward` or at the end.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    total, count = 0.0, 0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y)  # <- here
        loss.backward()
        total += loss.item()
        count += len(y)
    optimizer.step()
    return total / count
