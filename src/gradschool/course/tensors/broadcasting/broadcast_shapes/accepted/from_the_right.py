"""Axis by axis, from the right, with a plain tuple for a result."""


def broadcast_shapes(*shapes):
    result = []
    for axis in range(1, max([0, *map(len, shapes)]) + 1):
        size = 1
        for shape in shapes:
            here = shape[-axis] if axis <= len(shape) else 1
            if here != 1:
                if size not in (1, here):
                    raise ValueError(f"{shapes} do not broadcast")
                size = here
        result.insert(0, size)
    return tuple(result)
