"""A small view was expected to hold little memory.

`nbytes` counts the elements of the description; the storage behind it stays whole as long as one view of it lives.
`clone()` what you keep.
"""
answers = {
    "bytes_behind_a_slice": 8,  # <- here
}
