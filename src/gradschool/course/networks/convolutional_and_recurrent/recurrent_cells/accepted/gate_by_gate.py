"""Four products for the four gates, and the weights cut rather than the sum."""
import torch
from torch.nn import functional as F


def affine(x, weight, bias):
    out = x @ weight.mT
    return out if bias is None else out + bias


def rnn_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    return (affine(input, w_ih, b_ih) + affine(hx, w_hh, b_hh)).tanh_()


def lstm_cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
    h, c = hx
    size = h.shape[-1]

    def gate(number):
        rows = slice(number * size, (number + 1) * size)
        biases = [None if bias is None else bias[rows] for bias in (b_ih, b_hh)]
        return affine(input, w_ih[rows], biases[0]) + affine(h, w_hh[rows], biases[1])

    c = torch.sigmoid(gate(1)) * c + torch.sigmoid(gate(0)) * torch.tanh(gate(2))
    return torch.sigmoid(gate(3)) * torch.tanh(c), c
