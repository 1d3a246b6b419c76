import torch

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
    raise NotImplementedError("your turn")


def lstm_cell(
    input: torch.Tensor,
    hx: State,
    w_ih: torch.Tensor,
    w_hh: torch.Tensor,
    b_ih: torch.Tensor | None = None,
    b_hh: torch.Tensor | None = None,
) -> State:
    """The states (h, c), each (batch, hidden), after one step of an LSTM; gates in the order i, f, g, o."""
    raise NotImplementedError("your turn")
