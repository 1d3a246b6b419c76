"""`evaluate` never calls `model.eval()`: dropout keeps dropping, and BatchNorm normalizes with the batch and learns from it.

`torch.no_grad()` stops autograd and nothing else.
The two are different switches, and an evaluation needs both.
"""
import torch


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, correct, count = 0.0, 0, 0
    for inputs, targets in loader:
        logits = model(inputs)
        loss = loss_fn(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(targets)
        correct += (logits.argmax(1) == targets).sum().item()
        count += len(targets)
    return {"loss": total / count, "accuracy": correct / count}


def evaluate(model, loader, loss_fn):
    total, correct, count = 0.0, 0, 0
    with torch.no_grad():  # <- here
        for inputs, targets in loader:
            logits = model(inputs)
            total += loss_fn(logits, targets).item() * len(targets)
            correct += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
    return {"loss": total / count, "accuracy": correct / count}
