"""`len` was asked of a generator.

It doesn't know how many pieces will come.
What has to happen after the last piece stands after the loop, and needs no number.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    total, rows = 0.0, 0
    for i, (x, y) in enumerate(microbatches):
        loss = loss_fn(model(x), y) * len(y)
        loss.backward()
        total += loss.item()
        rows += len(y)
        if i == len(microbatches) - 1:  # <- here
            for group in optimizer.param_groups:
                for p in group["params"]:
                    if p.grad is not None:
                        p.grad /= rows
            optimizer.step()
    return total / rows
