"""The means were added up and never divided.

The gradient is as many times too large as there are pieces, as if the learning rate were.
With AdamW you would hardly notice, since it divides the size away; with SGD the run explodes.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    total, count = 0.0, 0
    for x, y in microbatches:
        loss = loss_fn(model(x), y)
        loss.backward()  # <- here
        total += loss.item() * len(y)
        count += len(y)
    optimizer.step()
    return total / count
