"""The sum of the losses was returned.

It grows with the number of pieces.
Add up the losses with the weights that you used for `backward`.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y)
        (loss * len(y) / rows).backward()
        total += loss.item()  # <- here
    optimizer.step()
    return total
