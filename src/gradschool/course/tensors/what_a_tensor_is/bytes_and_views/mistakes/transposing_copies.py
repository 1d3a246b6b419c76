"""Transposing was expected to copy the table.

It makes a new description of the same memory, with rows and columns exchanged; a million numbers stay where they are.
"""
answers = {
    "turned_over": 0,  # <- here
}
