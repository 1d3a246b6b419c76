"""The accuracy is a mean of the batches' accuracies.

The loss is weighted by the size of the batch and the accuracy is not, so the examples of the small last batch count more.
Count the right answers, and divide once by the number of examples.
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
        total += loss.item() * len(targets)
        correct += (logits.argmax(1) == targets).double().mean().item()  # <- here
        steps = steps + 1
        count += len(targets)
    return {"loss": total / count, "accuracy": correct / steps}


def evaluate(model, loader, loss_fn):
    was_training = model.training
    model.eval()
    total, correct, count, steps = 0.0, 0, 0, 0
    with torch.no_grad():
        for inputs, targets in loader:
            logits = model(inputs)
            total += loss_fn(logits, targets).item() * len(targets)
            correct += (logits.argmax(1) == targets).double().mean().item()  # <- here
            steps = steps + 1
            count += len(targets)
    model.train(was_training)
    return {"loss": total / count, "accuracy": correct / steps}
