"""`train_epoch` never calls `model.train()`.

A model that comes out of an evaluation in eval mode trains without dropout and with frozen running statistics.
"""
import torch


def train_epoch(model, loader, loss_fn, optimizer):
    total, correct, count = 0.0, 0, 0
    for inputs, targets in loader:
        logits = model(inputs)  # <- here
        loss = loss_fn(logits, targets)
        optimizer.zero_grad()
        loss.backward()
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
