"""The loss is a tensor, not a float.

`total += loss` adds up tensors *with their history*: the total keeps the graph of every batch alive, and memory grows until the epoch ends.
`loss.item()` is the number alone.
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
        total += loss * len(targets)  # <- here
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
            total += loss_fn(logits, targets) * len(targets)  # <- here
            correct += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
    model.train(was_training)
    return {"loss": total / count, "accuracy": correct / count}
