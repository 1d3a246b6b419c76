"""A 1 is added to the forget gate.

Starting with an open forget gate is good advice, but it belongs into the *initial value* of `b_ih`, where training can change it.
The cell itself adds nothing.
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
    i, f, o = torch.sigmoid(i), torch.sigmoid(f + 1), torch.sigmoid(o)  # <- here
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
