"""The input gate multiplies the old cell, and the forget gate the candidate.

`f` decides how much of the old cell stays, `i` how much of the new candidate comes in: `c = f * c + i * g`.
Reading the rows in the order f, i, g, o does the same: torch's *first* block is the input gate, although most textbooks draw the forget gate first.
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
    c = i * c + f * g  # <- here
    h = o * torch.tanh(c)
    return h, c
