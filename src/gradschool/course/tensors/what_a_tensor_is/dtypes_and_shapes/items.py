"""What is observed: twelve expressions, and what they give."""

import torch


def half_of_small_integers():
    """Which dtype has the product?

    A Python float is a scalar of a higher category than the integers, so it lifts them to the default float, float32.
    The narrowness of int8 plays no part.
    """
    levels = torch.tensor([3, 4], dtype=torch.int8)
    return (levels * 0.5).dtype


def double_without_axes():
    """Which dtype has the product?

    `factor` has no axis, and float64 is of the same category as float32: the tensor with axes decides.
    """
    weights = torch.ones(3)
    factor = torch.tensor(2.0, dtype=torch.float64)
    return (weights * factor).dtype


def double_with_an_axis():
    """Which dtype has the product?

    Now both have an axis, and the wider of two floats wins.
    One forgotten float64 from NumPy doubles the memory of everything that it touches.
    """
    weights = torch.ones(3)
    factor = torch.tensor([2.0], dtype=torch.float64)
    return (weights * factor).dtype


def floor_of_negatives():
    """Which values come out?

    `//` rounds down, as in Python, and not towards zero as in C: -7 / 2 is -3.5, and below that is -4.
    """
    steps = torch.tensor([-7, 7])
    return (steps // 2).tolist()


def bytes_added():
    """What does this give?

    Two uint8 tensors give uint8, and 300 does not fit in a byte: 300 - 256 = 44, without a word.
    """
    left = torch.tensor([200], dtype=torch.uint8)
    right = torch.tensor([100], dtype=torch.uint8)
    return (left + right).item()


def bytes_summed():
    """What does this give?

    `sum` of any integer dtype accumulates in int64, and so does `prod`: nobody wants a sum that wraps.
    """
    pixels = torch.tensor([200, 100], dtype=torch.uint8)
    return pixels.sum().item()


def mean_of_a_mask():
    """What does this give?

    An average of bools is not a bool, and `mean` does not choose a float for you: RuntimeError.
    Write `(scores > 0).float().mean()`; it is the last line of most accuracy functions.
    """
    scores = torch.tensor([-1.0, 2.0])
    return (scores > 0).mean()


def float_into_integers():
    """What does this give?

    Out of place, the sum would be float32.
    In place, the result must go back into the memory of int64, where a float does not fit: RuntimeError.
    """
    counts = torch.tensor([1, 2])
    counts += 0.5
    return counts.dtype


def slice_and_index():
    """Which shape is left?

    The slice `1:2` keeps its axis, with one row in it; the number 0 removes the other.
    """
    table = torch.zeros(4, 3)
    return table[1:2, 0].shape


def spread_of_one():
    """What does this give?

    `std` divides by n - 1, which is 0 here: 0 / 0 is NaN, with a warning.
    It happens with the last, smallest batch of an epoch. `std(correction=0)` would give 0.
    """
    sample = torch.tensor([5.0])
    return sample.std().item()


def sum_of_nothing():
    """Which values come out?

    Axis 0 goes away, even though it is empty; three columns stay, and each has the sum of nothing, 0.
    """
    rows = torch.zeros(0, 3)
    return rows.sum(0).tolist()


def largest_of_each():
    """Which shape comes out?

    One maximum for each row, and there are no rows: nothing is missing.
    `amax(0)` would ask for the largest of no numbers, three times, and raise.
    """
    rows = torch.zeros(0, 3)
    return rows.amax(1).shape
