"""Adding bytes was expected to make room for the result.

The dtype of a sum is decided by the dtypes of its operands, never by their values: uint8 with uint8 is uint8, and 300 wraps to 44.
Convert before you add.
"""
answers = {
    "bytes_added": 300,  # <- here
}
