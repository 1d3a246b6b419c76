"""A checkpoint was expected to keep nothing.

It must run the block again in backward, and for that it needs what went in.
So many blocks, so many inputs: that is the part of the memory that still grows with the depth.
"""
answers = {
    "kept_by_a_checkpoint": 0,  # <- here
}
