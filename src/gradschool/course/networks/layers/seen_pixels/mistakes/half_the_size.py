"""Steps of 2 were expected to halve the size.

Half as many steps, but the window itself takes room: the first one ends at pixel 2, and then there are only two steps of 2 left.
It takes a padding of 1 to get the half, 4 × 4.
"""
answers = {
    "shape_of_the_output": (1, 1, 4, 4),  # <- here
}
