"""One private loop for both, with `set_grad_enabled`; gradients cleared through the model; a running mean."""
import torch


def _run(model, loader, loss_fn, optimizer=None):
    loss_mean = accuracy = 0.0
    seen = 0
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in loader:
            out = model(x)
            loss = loss_fn(out, y)
            if optimizer is not None:
                model.zero_grad()
                loss.backward()
                optimizer.step()
            seen += y.numel()
            share = y.numel() / seen
            loss_mean += share * (loss.item() - loss_mean)
            accuracy += share * ((out.argmax(dim=1) == y).double().mean().item() - accuracy)
    return {"loss": loss_mean, "accuracy": accuracy}


def train_epoch(model, loader, loss_fn, optimizer):
    return _run(model.train(), loader, loss_fn, optimizer)


def evaluate(model, loader, loss_fn):
    training = model.training
    try:
        return _run(model.eval(), loader, loss_fn)
    finally:
        model.train(training)
