"""What is observed: a transpose, what reshape makes of it, and where its numbers lie."""

import torch


def reshaped_back():
    """What does this give?

    `T` walks along the columns: 1, 4, 2, 5, 3, 6. `reshape` keeps that order and breaks the lines after three numbers.
    Two right shapes in a row, and the picture is scrambled.
    """
    photo = torch.tensor([[1, 2, 3], [4, 5, 6]])
    return photo.T.reshape(2, 3).tolist()


def written_into_the_turned_one():
    """What does this give?

    `T` moved no number: `turned` is another description of the same memory, and a write is seen on both sides.
    """
    photo = torch.tensor([[1, 2, 3], [4, 5, 6]])
    turned = photo.T
    turned[0, 1] = 9
    return photo[1, 0].item()
