"""The pieces were joined into one batch.

They came in pieces because the whole does not fit: all the activations are alive at once.
Run the model on each piece.
"""
import torch


def accumulated_step(model, optimizer, loss_fn, microbatches):
    xs, ys = zip(*microbatches)
    optimizer.zero_grad()
    loss = loss_fn(model(torch.cat(xs)), torch.cat(ys))  # <- here
    loss.backward()
    optimizer.step()
    return loss.item()
