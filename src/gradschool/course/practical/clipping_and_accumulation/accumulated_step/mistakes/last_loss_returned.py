"""The loss of the last piece was returned.

It is the loss of a few rows, and jumps about more than the batch's.
Add up all the losses, each with its weight.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    for x, y in microbatches:
        loss = loss_fn(model(x), y)
        (loss * len(y) / rows).backward()
    optimizer.step()
    return loss.item()  # <- here
