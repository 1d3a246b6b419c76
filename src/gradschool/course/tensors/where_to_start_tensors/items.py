"""What is observed: ten expressions, one or two from every lesson of the module."""

import torch


def integers_divided():
    """Which dtype has the quotient?

    `/` divides truly, and the quotient of integers is a float of the default dtype; `//` would have kept the integers.
    That is lesson 1.1, [What a tensor is](../what_a_tensor_is/).
    """
    counts = torch.tensor([3, 4])
    return (counts / 2).dtype


def scalar_beside_half():
    """Which dtype has the product?

    A tensor without axes yields to one that has axes, as long as both are floats.
    That is lesson 1.1, [What a tensor is](../what_a_tensor_is/).
    """
    weights = torch.ones(3, dtype=torch.float16)
    return (weights * torch.tensor(0.5)).dtype


def view_after_transpose():
    """Does it give a tensor, and of which shape?

    The transpose walks through memory in steps that no single axis of 6 can have; `reshape` would copy.
    That is lesson 1.2, [Views, strides and memory](../views_and_strides/).
    """
    table = torch.arange(6).reshape(2, 3)
    return table.T.view(6).shape


def written_through():
    """What is the sum now?

    A slice is a view: what is written to it is written to the table.
    That is lesson 1.2, [Views, strides and memory](../views_and_strides/).
    """
    table = torch.zeros(2, 3)
    row = table[1]
    row += 1
    return table.sum().item()


def repeated_index():
    """Which counts come out?

    `counts[index] += 1` reads once, adds, and writes twice to the same place: the second visit of 1 is lost.
    `index_add_` counts both. That is lesson 1.3, [Indexing, gather and scatter](../indexing/).
    """
    counts = torch.zeros(3, dtype=torch.int64)
    counts[torch.tensor([0, 1, 1])] += 1
    return counts.tolist()


def column_minus_row():
    """Which shape has the difference?

    Shapes are aligned on the right, `(4, 1)` with `(4,)` gives every pair: that is the mean-predictor's bug.
    That is lesson 1.4, [Broadcasting](../broadcasting/).
    """
    prediction, target = torch.zeros(4, 1), torch.zeros(4)
    return (prediction - target).shape


def next_after_256():
    """Which number comes out?

    bfloat16 keeps 8 binary digits: after 256 comes 258, and the tie goes back to 256.
    That is lesson 1.5, [Reductions and floating point](../reductions/).
    """
    steps = torch.tensor(256.0, dtype=torch.bfloat16)
    return (steps + 1).item()


def batched_product():
    """Which shape has the product?

    `@` multiplies the last two axes and broadcasts the ones before them.
    That is lesson 1.6, [Matmul and einsum](../matmul_and_einsum/).
    """
    return (torch.ones(5, 1, 2, 3) @ torch.ones(4, 3, 6)).shape


def summed_letter():
    """Which shape comes out?

    A letter that is missing behind the arrow is summed over.
    That is lesson 1.6, [Matmul and einsum](../matmul_and_einsum/).
    """
    scores = torch.ones(2, 3, 4)
    return torch.einsum("bij->bj", scores).shape


def all_pairs():
    """Which shape has the table of distances?

    Two new axes of size 1 make every pair meet, and the last axis is summed away: no loop.
    That is lesson 1.7, [Thinking without loops, and randomness](../without_loops/).
    """
    points, centers = torch.zeros(10, 2), torch.zeros(3, 2)
    return (points[:, None] - centers[None]).pow(2).sum(-1).shape
