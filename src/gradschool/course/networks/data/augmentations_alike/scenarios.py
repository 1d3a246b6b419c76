"""What is observed of the two datasets.

Workers are played in this process, which the sandbox allows no children with locks: each gets a copy of the dataset and
the seeds and the `WorkerInfo` that `torch.utils.data._utils.worker` gives to a real one.
"""

import copy
import itertools
from contextlib import contextmanager

import torch
from torch.utils.data._utils import worker as torch_worker

from gradschool.scenarios import Answer, scenario

ITEMS = 6


@contextmanager
def worker(answer: Answer, dataset, number: int, workers: int, base_seed: int):
    """Inside, this process is a new worker with its own copy of `dataset`."""
    mine, before = copy.deepcopy(dataset), torch.get_rng_state()
    info = torch_worker.WorkerInfo(id=number, num_workers=workers, seed=base_seed + number, dataset=mine)
    answer.seed(base_seed + number)
    torch_worker._worker_info = info  # noqa: SLF001  # this is how a worker is told that it is one
    try:
        yield mine
    finally:
        torch_worker._worker_info = None  # noqa: SLF001
        torch.set_rng_state(before)


def jitter(dataset, indices) -> list[float]:
    return [round((dataset[index] - dataset.values[index]).item(), 9) for index in indices]


def epoch(answer: Answer, dataset, workers: int, passes: int = 1) -> list[list[float]]:
    """The jitter of each index, a list for each pass; with `passes` above 1 the workers are persistent."""
    if not workers:
        return [jitter(dataset, range(ITEMS)) for _ in range(passes)]
    base_seed = int(torch.empty((), dtype=torch.int64).random_().item()) % 2**31
    drawn: list[list[float]] = [[] for _ in range(passes)]
    for number in range(workers):
        with worker(answer, dataset, number, workers, base_seed) as mine:
            for one in drawn:
                one.extend(jitter(mine, range(number, ITEMS, workers)))
    return drawn


def distinct(numbers) -> bool:
    return len(set(numbers)) == len(numbers)


def jittered(answer: Answer, spread: float = 1.0):
    # As it was written: a constructor called on `answer` would find a random state of its own.
    return answer.itself("Jittered")(torch.zeros(ITEMS, dtype=torch.float64), spread)


@scenario("adds normal noise of the given spread in `Jittered`", cases=[(0.0,), (3.0,), ("not given",)])
def spread(answer: Answer, spread: float | str):
    values = torch.tensor([5.0, -2.0], dtype=torch.float64)
    dataset = answer.Jittered(values) if spread == "not given" else answer.Jittered(values, spread)
    if not spread:
        return {"len(dataset)": len(dataset), "dataset[1]": dataset[1]}
    wanted = 0.1 if spread == "not given" else float(spread)
    noise = (torch.stack([dataset[0] for _ in range(400)]) - 5.0) / wanted
    # Of 400 draws the mean is known to 5 % of the spread, the spread to 3.5 %, and 18 lie beyond twice the spread.
    return {
        "the mean of the noise is about 0": abs(noise.mean().item()) < 0.35,
        "its spread is about right": abs(noise.std().item() - 1) < 0.25,
        "some lies beyond twice the spread": bool((noise.abs() > 2).any()),
    }


@scenario("gives 0-d tensors of the dtype of `values`", cases=[(torch.float64,), (torch.float32,), (torch.float16,)])
def items(answer: Answer, dtype: torch.dtype):
    item = answer.Jittered(torch.ones(3, dtype=dtype))[2]
    return {"dataset[2].shape": item.shape, "dataset[2].dtype": item.dtype}


@scenario("draws another jitter for each index, without workers and with them", cases=[(0,), (1,), (2,), (3,)])
def within_an_epoch(answer: Answer, workers: int):
    (drawn,) = epoch(answer, jittered(answer), workers)
    return {"all different within an epoch": distinct(drawn)}


@scenario("draws another jitter in each epoch, with new workers", cases=[(0,), (1,), (2,)])
def between_epochs(answer: Answer, workers: int):
    dataset = jittered(answer)
    drawn = [epoch(answer, dataset, workers)[0] for _ in range(2)]
    return {"all different in two epochs": distinct(list(itertools.chain(*drawn)))}


@scenario("draws another jitter in each epoch, with persistent workers", cases=[(1,), (2,)])
def persistent(answer: Answer, workers: int):
    drawn = epoch(answer, jittered(answer), workers, passes=2)
    return {"all different in two epochs": distinct(list(itertools.chain(*drawn)))}


@scenario("repeats the whole run from the same seed", cases=[(0,), (2,)])
def repeatable(answer: Answer, workers: int):
    runs = []
    for _ in range(2):
        answer.seed(7)
        dataset = jittered(answer)
        runs.append([epoch(answer, dataset, workers)[0] for _ in range(2)])
    answer.seed(8)
    dataset = jittered(answer)
    other = [epoch(answer, dataset, workers)[0] for _ in range(2)]
    return {"two runs from one seed are the same": runs[0] == runs[1], "from another seed": other == runs[0]}


@scenario("gives the whole list without workers in `Numbers`, in each epoch", cases=[([5],), ([5, 6, 7],)])
def alone(answer: Answer, values: list):
    dataset = answer.Numbers(list(values))
    return {"list(dataset)": list(dataset), "list(dataset) again": list(dataset)}


@scenario(
    "gives each value once to all workers together, in fair shares",
    cases=[([5, 6], 1), ([5, 6], 2), ([5, 6, 7], 2), (list(range(10, 18)), 3), (list(range(10, 20)), 4), ([5], 2)],
)
def shared(answer: Answer, values: list, workers: int):
    dataset = answer.Numbers(list(values))
    seen = {}
    for number_of_epoch in ("first", "second"):
        shares = []
        for number in range(workers):
            with worker(answer, dataset, number, workers, 100) as mine:
                shares.append(list(mine))
        sizes = [len(share) for share in shares]
        seen[f"the {number_of_epoch} epoch, sorted"] = sorted(itertools.chain(*shares))
        seen[f"the {number_of_epoch} epoch, fair shares"] = max(sizes) - min(sizes) <= 1
    return seen
