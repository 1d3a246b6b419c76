"""Every `.grad` set to None by hand, the loss written out, the sum kept as a float."""
import torch


def train_step(model, optimizer, x, y, log):
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = None
    difference = model(x) - y
    loss = (difference * difference).mean()
    with torch.no_grad():
        log["total"] = float(log["total"] + loss)
    loss.backward()
    optimizer.step()
    log["steps"] = log["steps"] + 1
