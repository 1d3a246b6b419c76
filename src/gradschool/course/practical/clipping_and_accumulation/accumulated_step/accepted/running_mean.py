"""The mean so far is rescaled before each piece joins it."""


def accumulated_step(model, optimizer, loss_fn, microbatches):
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for p in parameters:
        p.grad = None
    mean, seen = 0.0, 0
    for x, y in microbatches:
        keep = seen / (seen + len(y))
        for p in parameters:
            if p.grad is not None:
                p.grad.mul_(keep)
        loss = loss_fn(model(x), y)
        ((1 - keep) * loss).backward()
        mean = keep * mean + (1 - keep) * loss.item()
        seen += len(y)
    optimizer.step()
    return mean
