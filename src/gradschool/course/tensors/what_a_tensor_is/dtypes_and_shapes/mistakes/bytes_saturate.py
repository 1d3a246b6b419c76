"""Adding bytes was expected to stop at 255.

Integer arithmetic wraps around: 300 - 256 = 44.
Saturation is what `clamp` after a wider dtype does.
"""
answers = {
    "bytes_added": 255,  # <- here
}
