"""No `backward`: `autograd.grad` for each piece, and the sums kept by hand."""
import torch


def accumulated_step(model, optimizer, loss_fn, microbatches):
    learned = [p for group in optimizer.param_groups for p in group["params"] if p.requires_grad]
    sums = [None] * len(learned)
    rows, loss_sum = 0, 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y)
        grads = torch.autograd.grad(loss, learned, allow_unused=True)
        for i, g in enumerate(grads):
            if g is not None:
                sums[i] = g * len(x) if sums[i] is None else sums[i].add(g, alpha=len(x))
        rows += len(x)
        loss_sum += len(x) * loss.item()
    for p, g in zip(learned, sums):
        p.grad = None if g is None else g / rows
    optimizer.step()
    return loss_sum / rows
