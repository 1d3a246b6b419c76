"""Hooks on what is saved: instead of a tensor its number is kept, and the first one to be asked for runs the layer again."""
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks


class Run:
    """One run of one layer: what it needs to run again, and, after that, what it had saved."""

    def __init__(self, layer, input):
        self.layer, self.input, self.random_state = layer, input.detach(), torch.get_rng_state()
        self.needs_gradient, self.count, self.saved = input.requires_grad, 0, None

    def number(self, tensor):
        self.count += 1
        return self.count - 1

    def tensor(self, number):
        if self.saved is None:
            self.again()
        return self.saved[number]

    def again(self):
        self.saved = []

        def keep(tensor):
            self.saved.append(tensor.detach())

        input = self.input.detach().requires_grad_(self.needs_gradient)
        with torch.random.fork_rng(devices=[]), torch.enable_grad(), saved_tensors_hooks(keep, lambda _: None):
            torch.set_rng_state(self.random_state)
            self.layer(input)


class CheckpointedSequential(nn.Sequential):
    def forward(self, input):
        for layer in self:
            run = Run(layer, input)
            with saved_tensors_hooks(run.number, run.tensor):
                input = layer(input)
        return input
