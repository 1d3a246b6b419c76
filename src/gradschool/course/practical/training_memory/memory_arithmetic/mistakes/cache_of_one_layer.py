"""One layer was counted.

Each layer has keys and values of its own, made from its own hidden vectors, so all 32 keep them.
"""
answers = {
    "cache_of_one_text": 16,  # <- here
}
