import torch
from torch.nn import functional as F

State = tuple[torch.Tensor, torch.Tensor]


def rnn_cell(
    input: torch.Tensor,
    hx: torch.Tensor,
    w_ih: torch.Tensor,
    w_hh: torch.Tensor,
    b_ih: torch.Tensor | None = None,
    b_hh: torch.Tensor | None = None,
) -> torch.Tensor:
    """The hidden state (batch, hidden) after one step of a tanh RNN."""
    return torch.tanh(F.linear(input, w_ih, b_ih) + F.linear(hx, w_hh, b_hh))


def lstm_cell(
    input: torch.Tensor,
    hx: State,
    w_ih: torch.Tensor,
    w_hh: torch.Tensor,
    b_ih: torch.Tensor | None = None,
    b_hh: torch.Tensor | None = None,
) -> State:
    """The states (h, c), each (batch, hidden), after one step of an LSTM; gates in the order i, f, g, o.

    Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000.
    """
    h, c = hx
    i, f, g, o = (F.linear(input, w_ih, b_ih) + F.linear(h, w_hh, b_hh)).chunk(4, dim=-1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c
