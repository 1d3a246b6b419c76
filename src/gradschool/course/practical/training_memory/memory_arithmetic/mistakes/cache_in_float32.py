"""The cache was counted in float32.

It has the dtype that the model computes in; bfloat16 takes 2 bytes.
"""
answers = {
    "cache_of_one_text": 1024,  # <- here
}
