"""The gradients are never cleared.

`backward()` adds to `.grad`, so each step follows the sum of all gradients since the start, an old one from before the epoch included.
The loss still falls, which is what makes this one so common.
"""
import torch


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, correct, count = 0.0, 0, 0
    for inputs, targets in loader:
        logits = model(inputs)
        loss = loss_fn(logits, targets)
        loss.backward()  # <- here
        optimizer.step()
        total += loss.item() * len(targets)
        correct += (logits.argmax(1) == targets).sum().item()
        count += len(targets)
    return {"loss": total / count, "accuracy": correct / count}


def evaluate(model, loader, loss_fn):
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            logits = model(inputs)
            total += loss_fn(logits, targets).item() * len(targets)
            correct += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
    model.train(was_training)
    return {"loss": total / count, "accuracy": correct / count}
