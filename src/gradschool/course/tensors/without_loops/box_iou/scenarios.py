"""What is observed of an answer to `box_iou`."""

import torch

from gradschool.scenarios import Answer, common, scenario


def draw(shape: tuple[int, ...]) -> torch.Tensor:
    """Boxes of all sizes in a unit square: some meet, some do not."""
    corners = torch.rand(*shape[:-1], 2, 2)
    return torch.cat([corners.amin(-2), corners.amax(-2)], -1)


@scenario("gives the overlap of every pair", cases=[(1, 1), (1, 3), (3, 2), (4, 4)])
def values(answer: Answer, n: int, m: int):
    boxes1, boxes2 = answer.given(draw((n, 4)), "boxes1"), answer.given(draw((m, 4)), "boxes2")
    return {"box_iou(boxes1, boxes2)": answer.box_iou(boxes1, boxes2)}


@scenario("gives a box with itself 1, and a box inside another the share of its area")
def inside(answer: Answer):
    boxes1 = torch.tensor([[0.0, 0.0, 4.0, 2.0]])
    boxes2 = torch.tensor([[0.0, 0.0, 4.0, 2.0], [1.0, 0.0, 3.0, 1.0]])
    return {"box_iou([[0, 0, 4, 2]], [[0, 0, 4, 2], [1, 0, 3, 1]])": answer.box_iou(boxes1, boxes2)}


@scenario(
    "gives 0 to boxes that do not meet",
    cases=[("beside it", (2, 0, 3, 1)), ("below it", (0, 2, 1, 3)), ("across a corner", (2, 2, 3, 4))],
)
def apart(answer: Answer, where: str, box: tuple[int, ...]):
    boxes1, boxes2 = torch.tensor([[0.0, 0.0, 1.0, 1.0]]), torch.tensor([box]).float()
    return {f"box_iou([[0, 0, 1, 1]], [{list(box)}])": answer.box_iou(boxes1, boxes2)}


@scenario("gives 0 to boxes without an area, not NaN")
def points(answer: Answer):
    points = torch.tensor([[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 3.0]])
    boxes = torch.tensor([[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 2.0, 2.0]])
    return {"box_iou([a point, a line], [the point, a square])": answer.box_iou(points, boxes)}


@scenario("measures small boxes as exactly as large ones", cases=[(1e-3,), (1e3,)])
def scales(answer: Answer, size: float):
    # Around 0, so that every pair meets: of boxes that don't, nothing is measured.
    boxes1, boxes2 = (torch.cat([-torch.rand(n, 2), torch.rand(n, 2)], -1).double() * size for n in (2, 3))
    return {"box_iou(boxes1 * size, boxes2 * size)": answer.box_iou(boxes1, boxes2)}


core = common(
    lambda answer, boxes1, boxes2: answer.box_iou(boxes1, boxes2),
    shapes=[((1, 4), (2, 4)), ((3, 4), (1, 4)), ((3, 4), (2, 4))],
    arguments=("boxes1", "boxes2"),
    draw={"boxes1": draw, "boxes2": draw},
    empty=[((0, 4), (2, 4)), ((2, 4), (0, 4)), ((0, 4), (0, 4))],
    dtypes=(torch.float64, torch.float32),
    layouts=("transposed", "every second element", "behind an offset"),
)


def pair_by_pair(boxes1: torch.Tensor, boxes2: torch.Tensor) -> torch.Tensor:
    """The baseline of the race: two loops."""
    rows = []
    for a in boxes1:
        for b in boxes2:
            sides = (torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])).clamp(min=0)
            intersection = sides[0] * sides[1]
            areas = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
            rows.append(intersection / (areas - intersection))
    return torch.stack(rows)


@scenario("takes few operators, and no more for more boxes", cases=[(30,)])
def operators(answer: Answer, boxes: int):
    boxes1, boxes2 = draw((boxes, 4)), draw((boxes, 4))
    measured = answer.measure(lambda: answer.box_iou(boxes1, boxes2))
    limit = 40
    if measured.operators <= limit:
        few = boxes1[:10], boxes2[:10]
        answer.race(lambda: answer.box_iou(*few), lambda: pair_by_pair(*few), "two loops over 10 × 10 boxes")
    return {f"operators for {boxes} × {boxes} boxes": answer.at_most(limit, measured.operators, "operators")}
