"""What is observed of the checkpoints.

The functions are called as they were written, `answer.itself`: calls on `answer` have a random state of their own, and
the random state of the run is what a checkpoint is to keep.
"""

import copy
import errno
import os
import resource
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import torch
from torch import nn
from torch.optim.lr_scheduler import CosineAnnealingLR, StepLR

from gradschool.scenarios import Answer, scenario


class Run:
    """A model with its optimizer and its schedule; its batches come from the global generator, as its dropout does."""

    def __init__(self, model: nn.Module | None = None, cosine: bool = False) -> None:
        self.model = model or network()
        if cosine:
            self.optimizer: torch.optim.Optimizer = torch.optim.SGD(self.model.parameters(), lr=0.1, momentum=0.9)
            self.scheduler: torch.optim.lr_scheduler.LRScheduler = CosineAnnealingLR(self.optimizer, T_max=10)
        else:
            self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=0.1)
            self.scheduler = StepLR(self.optimizer, step_size=3, gamma=0.5)

    def train(self, steps: int) -> None:
        for _ in range(steps):
            loss = (self.model(torch.randn(6, 3)) - 1).square().mean()
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.scheduler.step()

    @property
    def objects(self):
        return self.model, self.optimizer, self.scheduler

    @property
    def state(self) -> dict[str, torch.Tensor]:
        return {name: value.clone() for name, value in self.model.state_dict().items()}

    @property
    def rate(self) -> float:
        return float(self.optimizer.param_groups[0]["lr"])


def network(width: int = 4) -> nn.Module:
    return nn.Sequential(nn.Linear(3, width), nn.BatchNorm1d(width), nn.Dropout(0.5), nn.Linear(width, 1))


def same_bits(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def saver(answer: Answer):
    return answer.itself("save_checkpoint"), answer.itself("load_checkpoint")


@contextmanager
def folder():
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@contextmanager
def full_disk():
    """No file may grow beyond 1 KiB: writing more fails half-way, as on a full disk."""
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


def another_disk(move):
    """`os.rename` or `os.replace` where each folder is a disk of its own."""

    def moving(source, target, **settings):
        if Path(source).resolve().parent != Path(target).resolve().parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(source))
        return move(source, target, **settings)

    return moving


@scenario("returns the step, an int", cases=[(0,), (7,)])
def step_returned(answer: Answer, step: int):
    save, load = saver(answer)
    with folder() as place:
        save(place / "run.pt", *Run().objects, step)
        return {"load_checkpoint(...)": load(place / "run.pt", *Run().objects)}


@scenario("puts weights and buffers back, and the learning rate", cases=[(1, False), (4, False), (4, True)])
def put_back(answer: Answer, steps: int, cosine: bool):
    save, load = saver(answer)
    run = Run(cosine=cosine)
    run.train(steps)
    resumed = Run(cosine=cosine)
    with folder() as place:
        save(place / "run.pt", *run.objects, steps)
        load(place / "run.pt", *resumed.objects)
    return {"model.state_dict()": resumed.state, "the learning rate": resumed.rate}


@scenario("resumes bit for bit", cases=[(1, 1, False), (2, 4, False), (3, 3, True)])
def resumes(answer: Answer, before: int, after: int, cosine: bool):
    save, load = saver(answer)
    beginning, model = torch.get_rng_state(), network()
    through = Run(copy.deepcopy(model), cosine)
    through.train(before + after)
    torch.set_rng_state(beginning)
    stopped = Run(model, cosine)
    stopped.train(before)
    with folder() as place:
        save(place / "run.pt", *stopped.objects, before)
        torch.rand(5)  # a new process is anywhere in its random numbers
        resumed = Run(cosine=cosine)
        load(place / "run.pt", *resumed.objects)
    resumed.train(after)
    return {
        "model.state_dict() at the end": resumed.state,
        "the learning rate at the end": resumed.rate,
        "the same bits as without a break": same_bits(resumed.state, through.state),
    }


@scenario("changes nothing in the run that goes on")
def saving_changes_nothing(answer: Answer):
    save, _ = saver(answer)
    beginning, model = torch.get_rng_state(), network()
    through = Run(copy.deepcopy(model))
    through.train(4)
    torch.set_rng_state(beginning)
    saved = Run(model)
    saved.train(2)
    with folder() as place:
        save(place / "run.pt", *saved.objects, 2)
    saved.train(2)
    return {
        "the same bits as without a save": same_bits(saved.state, through.state),
        "model.training": saved.model.training,
    }


@scenario("takes a path as text or as a `Path`", cases=[("text",), ("Path",)])
def paths(answer: Answer, kind: str):
    save, load = saver(answer)
    with folder() as place:
        path = place / "run.v2.pt"
        given = str(path) if kind == "text" else path
        save(given, *Run().objects, 3)
        return {"load_checkpoint(...)": load(given, *Run().objects)}


@scenario("replaces the old checkpoint, and leaves one file")
def replaces(answer: Answer):
    save, load = saver(answer)
    with folder() as place:
        for step in (3, 4):
            save(place / "run.pt", *Run().objects, step)
        return {
            "load_checkpoint(...)": load(place / "run.pt", *Run().objects),
            "files": sorted(file.name for file in place.iterdir()),
        }


@scenario("can be read with weights_only=True")
def plain(answer: Answer):
    save, _ = saver(answer)
    run = Run()
    run.train(1)
    with folder() as place:
        save(place / "run.pt", *run.objects, 1)
        read = answer.attempt(lambda: torch.load(place / "run.pt", weights_only=True) is not None)
    return {"torch.load(path, weights_only=True) works": read}


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self):
        return os.mkdir, (str(self.place),)


@scenario("runs no code that somebody has put into a file")
def stranger(answer: Answer):
    _, load = saver(answer)
    with folder() as place:
        torch.save({"model": Bomb(place / "bomb")}, place / "run.pt")
        refused = answer.attempt(load, place / "run.pt", *Run().objects)
        return {"load_checkpoint(a stranger's file)": refused, "its code ran": (place / "bomb").exists()}


@scenario("refuses the checkpoint of another model", cases=[("wider",), ("the same layers in another order",)])
def another_model(answer: Answer, other: str):
    save, load = saver(answer)
    first, norm, dropout, last = network(width=5) if other == "wider" else network()
    with folder() as place:
        save(place / "run.pt", *Run(nn.Sequential(first, dropout, norm, last)).objects, 1)
        return {"load_checkpoint(...)": answer.attempt(load, place / "run.pt", *Run().objects)}


@scenario("keeps the old checkpoint when the disk is full, and says so")
def disk_full(answer: Answer):
    save, load = saver(answer)
    run = Run()
    run.train(2)
    resumed = Run()
    with folder() as place:
        save(place / "run.pt", *run.objects, 2)
        kept = run.state
        run.train(1)
        with full_disk():
            refused = answer.attempt(save, place / "run.pt", *run.objects, 3)
        there = (place / "run.pt").exists()
        step = answer.attempt(load, place / "run.pt", *resumed.objects)
    return {
        "save_checkpoint on a full disk": refused,
        "there is a file under `path`": there,
        "load_checkpoint(...) afterwards": step,
        "the old weights are back": same_bits(kept, resumed.state),
    }


@scenario("can save again after a save that failed")
def again(answer: Answer):
    save, load = saver(answer)
    run = Run()
    with folder() as place:
        with full_disk():
            answer.attempt(save, place / "run.pt", *run.objects, 1)
        saved = answer.attempt(save, place / "run.pt", *run.objects, 2)
        return {
            "save_checkpoint(...)": saved,
            "load_checkpoint(...)": answer.attempt(load, place / "run.pt", *run.objects),
        }


@scenario("works where temporary files lie on another disk")
def disks(answer: Answer):
    save, load = saver(answer)
    run = Run()
    with folder() as place:
        with patch("os.rename", another_disk(os.rename)), patch("os.replace", another_disk(os.replace)):
            saved = answer.attempt(save, place / "run.pt", *run.objects, 1)
        return {
            "save_checkpoint(...)": saved,
            "load_checkpoint(...)": answer.attempt(load, place / "run.pt", *run.objects),
        }
