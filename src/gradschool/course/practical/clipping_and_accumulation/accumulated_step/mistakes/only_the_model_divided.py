"""Only the model's own parameters were divided by the number of rows.

The optimizer may hold others, such as a temperature inside the loss, and theirs is still a sum.
Walk over `optimizer.param_groups`, or divide the loss before `backward`.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    total, rows = 0.0, 0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y)
        loss.backward()
        total += loss.item()
        rows += len(y)
    for p in model.parameters():  # <- here
        if p.grad is not None:
            p.grad /= rows
    optimizer.step()
    return total / rows
