"""`evaluate` builds a graph: `model.eval()` doesn't stop autograd.

Every activation is kept for a backward pass that never comes, which is most of the memory of a training step.
Wrap the loop in `torch.no_grad()` or `torch.inference_mode()`.
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
    was_training = model.training
    model.eval()
    total, correct, count = 0.0, 0, 0
    for inputs, targets in loader:
        logits = model(inputs)  # <- here
        total += loss_fn(logits, targets).item() * len(targets)
        correct += (logits.argmax(1) == targets).sum().item()
        count += len(targets)
    model.train(was_training)
    return {"loss": total / count, "accuracy": correct / count}
