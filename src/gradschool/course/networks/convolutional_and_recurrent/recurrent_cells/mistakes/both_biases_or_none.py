"""`b_hh` is only looked at when there is a `b_ih`.

The two are independent: each may be `None` by itself.
"""
import torch
from torch.nn import functional as F


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    total = input @ w_ih.T + hx @ w_hh.T
    if b_ih is not None:  # <- here
        total = total + b_ih + b_hh
    return torch.tanh(total)


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    gates = input @ w_ih.T + h @ w_hh.T
    if b_ih is not None:  # <- here
        gates = gates + b_ih + b_hh
    i, f, g, o = gates.chunk(4, dim=-1)
    i, f, o = torch.sigmoid(i), torch.sigmoid(f), torch.sigmoid(o)
    g = torch.tanh(g)
    c = f * c + i * g
    h = o * torch.tanh(c)
    return h, c
