"""Two faults: the gates are read in the order i, f, o, g, and the hidden state is `o * c` without the tanh.

PyTorch stacks the rows as **i, f, g, o**.
And what leaves the cell is squashed: `o * tanh(c)`.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh)
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)
    i, f, o, g = gates.chunk(4, dim=-1)  # <- here
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * c  # <- here
    return h, c
