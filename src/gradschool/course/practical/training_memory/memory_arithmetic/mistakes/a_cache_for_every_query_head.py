"""Every head of queries was given keys and values of its own.

Here four heads of queries share one head of keys and values, and only keys and values are kept.
Old models had as many of both, which is what sharing saves.
"""
answers = {
    "cache_of_one_text": 2048,  # <- here
}
