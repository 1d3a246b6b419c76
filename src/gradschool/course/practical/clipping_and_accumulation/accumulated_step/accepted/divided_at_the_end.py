"""Sums over rows, and one division of the gradients, once the number of rows is known."""


def accumulated_step(model, optimizer, loss_fn, microbatches):
    optimizer.zero_grad()
    loss_sum, n_rows = 0.0, 0
    for x, y in microbatches:
        n = x.shape[0]
        piece_sum = n * loss_fn(model(x), y)
        piece_sum.backward()
        loss_sum += piece_sum.item()
        n_rows += n
    for group in optimizer.param_groups:
        for p in group["params"]:
            if p.grad is not None:
                p.grad.div_(n_rows)
    optimizer.step()
    return loss_sum / n_rows
