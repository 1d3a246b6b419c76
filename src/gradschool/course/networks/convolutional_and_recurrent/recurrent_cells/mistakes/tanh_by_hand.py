"""The tanh was written with exponentials, which overflow.

In float32 `exp(89)` is inf, and inf / inf is NaN.
`torch.tanh` is written for that.
"""
import torch
from torch.nn import functional as F


def tanh(x):
    return (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())  # <- here


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh)
    return tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = tanh(g)
    c = f * c + i * g
    h = o * tanh(c)
    return h, c
