"""Only the model's own gradients were cleared.

The optimizer may hold other parameters, such as a temperature inside the loss, and what is left in theirs joins the batch.
`optimizer.zero_grad()` clears all that the optimizer will use.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    model.zero_grad()  # <- here
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
