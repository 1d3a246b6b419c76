"""`evaluate` collects all the logits and calls the loss once; inference_mode; `step` before `zero_grad`, after one at the start."""
import torch


def train_epoch(model, loader, loss_fn, optimizer):
    model.train(True)
    losses, hits = [], []
    optimizer.zero_grad(set_to_none=False)
    for inputs, targets in loader:
        logits = model(inputs)
        loss = loss_fn(logits, targets)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        losses.append(loss.detach().repeat(targets.shape[0]))
        hits.append(logits.detach().max(dim=1).indices.eq(targets))
    return dict(loss=float(torch.cat(losses).mean()), accuracy=torch.cat(hits).double().mean().item())


def evaluate(model, loader, loss_fn):
    mode = model.training
    model.train(False)
    with torch.inference_mode():
        pairs = [(model(inputs), targets) for inputs, targets in loader]
        logits, targets = map(torch.cat, zip(*pairs))
        loss = loss_fn(logits, targets).item()
        accuracy = (logits.argmax(-1) == targets).double().mean().item()
    if mode:
        model.train()
    return {"accuracy": accuracy, "loss": loss}
