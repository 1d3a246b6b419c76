"""A gradient that isn't there was divided.

`.grad` is `None` for a parameter that no piece has used.
Pass over it, or divide the loss before `backward` and leave the gradients alone.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    total, rows = 0.0, 0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y)
        loss.backward()
        total += loss.item()
        rows += len(y)
    for group in optimizer.param_groups:
        for p in group["params"]:
            p.grad /= rows  # <- here
    optimizer.step()
    return total / rows
