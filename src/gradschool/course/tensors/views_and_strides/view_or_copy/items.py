"""What is observed: twelve tensors made from another one, and who sees the write."""

import numpy as np
import torch


def column_of_a_table():
    """What does this give?

    A slice is a view: the column is the table's own memory, read with a stride of 3.
    Two of its elements became 1.
    """
    table = torch.zeros(2, 3)
    column = table[:, 0]
    column += 1
    return table.sum().item()


def chosen_by_a_mask():
    """What does this give?

    Elements picked by a mask may lie anywhere, so they are copied into a new tensor, and that is what changed.
    """
    table = torch.zeros(2, 3)
    chosen = table[table == 0]
    chosen += 1
    return table.sum().item()


def written_by_a_mask():
    """What does this give?

    Left of an assignment, an index does not fetch: it says where to write, and `+=` writes into `table`.
    """
    table = torch.zeros(2, 3)
    table[table == 0] += 1
    return table.sum().item()


def row_from_a_list():
    """What does this give?

    `table[0]` and `table[0:1]` are views, `table[[0]]` is a copy: a list of indices is never turned into strides,
    not even where it could be.
    """
    table = torch.zeros(2, 3)
    row = table[[0]]
    row += 1
    return table.sum().item()


def reshaped():
    """What does this give?

    Rows of a contiguous table follow each other in memory, so one axis of stride 1 describes them all: a view.
    """
    table = torch.zeros(2, 3)
    flat = table.reshape(6)
    flat[0] = 9
    return table[0, 0].item()


def reshaped_after_transpose():
    """What does this give?

    Walking down the columns is no walk with a single stride, so here `reshape` has to copy, and does not say so.
    """
    table = torch.zeros(2, 3)
    flat = table.T.reshape(6)
    flat[0] = 9
    return table[0, 0].item()


def split_after_transpose():
    """What does this give?

    Splitting an axis never needs a copy, whatever the strides, so `view` agrees: 4 became (2, 2).
    Only merging can be impossible.
    """
    table = torch.zeros(2, 4)
    halves = table.T.view(2, 2, 2)
    halves += 1
    return table.sum().item()


def stretched_row():
    """Which values come out?

    `expand` reads the same three numbers for every row: its stride there is 0. Change one, and all rows change.
    """
    row = torch.zeros(3)
    stretched = row.expand(2, 3)
    row[0] = 5
    return stretched[:, 0].tolist()


def made_contiguous():
    """What does this give?

    The table is contiguous already, and then `contiguous` returns the very same tensor.
    It is no way to ask for a copy: that is `clone`.
    """
    table = torch.zeros(2, 3)
    mine = table.contiguous()
    mine += 1
    return table.sum().item()


def converted_to_its_own_dtype():
    """What does this give?

    Nothing to convert, nothing copied: `to` returns the tensor itself. `to(torch.float32, copy=True)` would copy.
    So a function that "works on a float copy" destroys the input of everybody who already had floats.
    """
    table = torch.zeros(2, 3)
    mine = table.to(torch.float32)
    mine += 1
    return table.sum().item()


def borrowed_from_numpy():
    """Which values are left?

    The tensor did share the array's memory. Then `borrowed + 1` made a new one, and the name moved there;
    `borrowed += 1` would have written into the array.
    """
    samples = np.zeros(2)
    borrowed = torch.from_numpy(samples)
    borrowed = borrowed + 1
    return samples.tolist()


def bytes_behind_a_slice():
    """What does this give?

    The slice has two elements, 8 bytes, and keeps the whole storage: 1,000 floats of 4 bytes.
    `signal[:2].clone()` would hold 8.
    """
    signal = torch.zeros(1000)
    return signal[:2].untyped_storage().nbytes()
