"""The checkpoint was expected to keep what the block keeps.

Its forward pass runs without keeping anything of the inside; that is where the memory is saved.
The nine batches of the inside exist during backward, and for one block at a time.
"""
answers = {
    "kept_by_a_checkpoint": 9,  # <- here
}
