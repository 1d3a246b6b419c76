"""The cell was updated in place, in the caller's tensor.

`c *= f` writes into the state that was passed in.
Whoever kept it (a beam search, a second head, a test) finds it changed, and autograd, which saved it for the backward pass, refuses.
`c = f * c + i * g` makes a new tensor.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh)
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c.mul_(f).add_(i * g)  # <- here
    h = o * torch.tanh(c)
    return h, c
