"""Shapes that differ were expected to be refused.

The last axes are 1 and 64, which fit; the 64 in front meets nothing, which fits as well. No error, `(64, 64)`.
"""
answers = {
    "predictions_and_targets": "raises",  # <- here
}
