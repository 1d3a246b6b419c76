"""The loss is a sum of batch means divided by the number of examples.

`loss_fn` has divided by the batch size already; dividing by the number of examples makes the loss too small by about the batch size.
Multiply by `len(targets)` first.
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
        total += loss.item()  # <- here
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
            total += loss_fn(logits, targets).item()  # <- here
            correct += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
    model.train(was_training)
    return {"loss": total / count, "accuracy": correct / count}
