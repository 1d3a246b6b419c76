"""Only one of keys and values was counted.

A token that comes later compares itself with the keys and then takes a mean of the values; both must be there.
"""
answers = {
    "cache_of_one_text": 256,  # <- here
}
