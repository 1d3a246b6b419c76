"""The loss was divided by the number of pieces as well.

The shares of the rows add up to 1 already.
Dividing once more makes the step as many times too small as there are pieces.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y)
        weight = len(y) / rows
        (loss * weight / len(microbatches)).backward()  # <- here
        total += loss.item() * weight
    optimizer.step()
    return total
