"""The returned loss weighs all pieces alike, although the gradient doesn't.

It is the mean of the means, which belongs to no batch when the pieces differ in size.
Add up the losses with the weights that you used for `backward`.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    losses = []
    for x, y in microbatches:
        loss = loss_fn(model(x), y)
        (loss * len(y) / rows).backward()
        losses.append(loss.item())
    optimizer.step()
    return sum(losses) / len(losses)  # <- here
