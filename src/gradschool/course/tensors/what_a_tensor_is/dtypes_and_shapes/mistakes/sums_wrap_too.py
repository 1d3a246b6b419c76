"""A reduction was expected to wrap like an addition.

`sum` and `prod` of integers work in int64, since they are meant for many numbers.
`sum(dtype=torch.uint8)` would wrap.
"""
answers = {
    "bytes_summed": 44,  # <- here
}
