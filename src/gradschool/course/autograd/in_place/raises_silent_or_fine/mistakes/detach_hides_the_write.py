"""A write through `detach()` was expected to go unnoticed.

`detach()` shares the counter with the tensor that it came from; that is its advantage over `.data`.
"""

answers = {
    "zeroed_through_detach": "silent",  # <- here
}
