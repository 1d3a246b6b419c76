from collections.abc import Callable

import torch

Func = Callable[..., torch.Tensor]
Inputs = tuple[torch.Tensor, ...]

SENT = 2.0  # not 1: a backward that ignores what arrives gives the same for 1 and 2, and is caught


def gradcheck(func: Func, inputs: Inputs, eps: float = 1e-6, atol: float = 1e-5) -> bool:
    """Whether autograd's derivatives of `func` at `inputs` agree with central differences within `atol`.

    Args:
        func: takes `inputs`, returns one float64 tensor.
        inputs: float64 tensors; those that require a gradient are checked.
        eps: how far an input element is nudged, either way.
        atol: the largest difference between two derivatives that is forgiven.
    """
    checked = [position for position, tensor in enumerate(inputs) if tensor.requires_grad]
    return all(
        bool(((analytic - numeric).abs() <= atol).all())  # False for NaN
        for analytic, numeric in zip(
            analytic_jacobians(func, inputs, checked),
            [numeric_jacobian(func, inputs, position, eps) for position in checked],
            strict=True,
        )
    )


def analytic_jacobians(func: Func, inputs: Inputs, checked: list[int]) -> list[torch.Tensor]:
    """What autograd says, row by row: one (outputs, elements) matrix for each checked input."""
    output = func(*inputs)
    wanted = [inputs[position] for position in checked]
    jacobians = [torch.zeros(output.numel(), tensor.numel(), dtype=tensor.dtype) for tensor in wanted]
    if not output.requires_grad:
        return jacobians
    for row in range(output.numel()):
        upstream = torch.zeros(output.numel(), dtype=output.dtype)
        upstream[row] = SENT
        gradients = torch.autograd.grad(
            output, wanted, upstream.view(output.shape), retain_graph=True, allow_unused=True
        )
        for jacobian, gradient in zip(jacobians, gradients, strict=True):
            if gradient is not None:
                jacobian[row] = gradient.flatten() / SENT
    return jacobians


@torch.no_grad()
def numeric_jacobian(func: Func, inputs: Inputs, position: int, eps: float) -> torch.Tensor:
    """What central differences say, column by column: (outputs, elements) for the input at `position`."""

    def at(element: int, nudge: float) -> torch.Tensor:
        nudged = inputs[position].clone(memory_format=torch.contiguous_format)
        nudged.view(-1)[element] += nudge
        return func(*inputs[:position], nudged, *inputs[position + 1 :]).flatten()

    columns = [(at(element, eps) - at(element, -eps)) / (2 * eps) for element in range(inputs[position].numel())]
    return torch.stack(columns, dim=1)
