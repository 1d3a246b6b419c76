"""What is observed of an answer to `broadcast_shapes`."""

import torch

from gradschool.scenarios import Answer, scenario


def _call(answer: Answer, shapes: tuple[tuple[int, ...], ...]):
    return {f"broadcast_shapes({', '.join(map(str, shapes))})": answer.attempt(answer.broadcast_shapes, *shapes)}


@scenario("stretches axes of size 1", cases=[((3, 1), (1, 4)), ((2, 3), (2, 3)), ((2, 3), (2, 1)), ((1, 1), (1, 1))])
def ones(answer: Answer, first: tuple[int, ...], second: tuple[int, ...]):
    return _call(answer, (first, second))


@scenario(
    "aligns on the right",
    cases=[((5, 3, 4), (4,)), ((3,), (4, 3)), ((4, 3), (4, 1, 1)), ((), (2, 3)), ((8, 3, 32, 32), (3, 1, 1))],
)
def right_aligned(answer: Answer, first: tuple[int, ...], second: tuple[int, ...]):
    return _call(answer, (first, second))


@scenario("refuses sizes that do not fit", cases=[((2,), (3,)), ((3, 4), (3,)), ((2, 1, 5), (4, 4)), ((0,), (3,))])
def refused(answer: Answer, first: tuple[int, ...], second: tuple[int, ...]):
    return _call(answer, (first, second))


@scenario("stretches a 1 to 0, too", cases=[((1,), (0,)), ((5, 1, 4), (0, 1)), ((0,), (0,)), ((0, 3), (3,))])
def zeros(answer: Answer, first: tuple[int, ...], second: tuple[int, ...]):
    return _call(answer, (first, second))


@scenario(
    "takes any number of shapes",
    cases=[
        ((2, 3),),
        ((),),
        ((3, 1), (1, 4), (2, 1, 1)),
        ((1,), (1, 1), (4,), (5, 1)),
        ((3,), (1,), (2,)),
        ((2,), (2,), (3,)),
    ],
)
def any_number(answer: Answer, *shapes: tuple[int, ...]):
    return _call(answer, shapes)


@scenario("gives no axes for no shapes")
def nothing(answer: Answer):
    return _call(answer, ())


@scenario("takes lists and `torch.Size`s as well")
def returned(answer: Answer):
    shape = answer.broadcast_shapes(torch.Size([3, 1]), [1, 2])
    return {"tuple of the result": tuple(shape), "result.numel()": torch.Size(shape).numel()}
