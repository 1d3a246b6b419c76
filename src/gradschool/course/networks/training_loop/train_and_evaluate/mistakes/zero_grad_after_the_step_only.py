"""`zero_grad()` comes after the step, so the first step still sees what was in `.grad` before the epoch.

Inside the loop the order "step, then clear" is as good as any; the first batch has nobody before it.
Clear just before `backward()` and you never have to think about it.
"""
import torch


def train_epoch(model, loader, loss_fn, optimizer):
    model.train()
    total, correct, count = 0.0, 0, 0
    for inputs, targets in loader:
        logits = model(inputs)
        loss = loss_fn(logits, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()  # <- here
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
