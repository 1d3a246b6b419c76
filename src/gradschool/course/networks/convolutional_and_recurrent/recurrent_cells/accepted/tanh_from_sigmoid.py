"""A tanh is a sigmoid that was stretched: tanh(x) = 2 sigmoid(2x) - 1."""
import torch
from torch import nn


def squash(x):
    return 2 * torch.sigmoid(2 * x) - 1


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    return squash(nn.functional.linear(input, w_ih, b_ih).add(nn.functional.linear(hx, w_hh, b_hh)))


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    total = nn.functional.linear(input, w_ih, b_ih).add_(nn.functional.linear(h, w_hh, b_hh))
    hidden = c.size(-1)
    i, f, g, o = torch.split(total, hidden, dim=-1)
    new = torch.sigmoid(f).mul(c).add(torch.sigmoid(i) * squash(g))
    return torch.sigmoid(o) * squash(new), new
