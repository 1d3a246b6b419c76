"""Both functions average the means of the batches.

The last batch is smaller and counts as much as a full one.
Weight each batch's mean by its size, in training as in evaluation, or two runs with different batch sizes can't be compared.
"""
import torch


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, correct, count, steps = 0.0, 0, 0, 0
    for inputs, targets in loader:
        logits = model(inputs)
        loss = loss_fn(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
        steps = steps + 1
        correct += (logits.argmax(1) == targets).sum().item()
        count += len(targets)
    return {"loss": total / steps, "accuracy": correct / count}  # <- here


def evaluate(model, loader, loss_fn):
    was_training = model.training
    model.eval()
    total, correct, count, steps = 0.0, 0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            logits = model(inputs)
            total += loss_fn(logits, targets).item()
            steps = steps + 1
            correct += (logits.argmax(1) == targets).sum().item()
            count += len(targets)
    model.train(was_training)
    return {"loss": total / steps, "accuracy": correct / count}  # <- here
