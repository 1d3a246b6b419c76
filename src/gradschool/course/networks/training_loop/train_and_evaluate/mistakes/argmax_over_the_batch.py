"""`argmax(0)` asks, for each class, which *example* likes it most.

Logits are `(batch, classes)`: the prediction of each example is the largest along axis 1.
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
        correct += sum(a == b for a, b in zip(logits.argmax(0).tolist(), targets.tolist()))  # <- here
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
            correct += sum(a == b for a, b in zip(logits.argmax(0).tolist(), targets.tolist()))  # <- here
            count += len(targets)
    model.train(was_training)
    return {"loss": total / count, "accuracy": correct / count}
