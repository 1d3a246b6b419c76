"""What is observed of an answer to `warmup_cosine` and `WarmupCosineLR`."""

import io

import torch

from gradschool.scenarios import Answer, scenario


def rates(answer: Answer, steps: range, warmup_steps: int, max_steps: int, max_lr: float = 1.0, min_lr: float = 0.0):
    """One number for each step, under the call that gave it."""
    plan = (warmup_steps, max_steps, max_lr, *([min_lr] if min_lr else []))
    return {
        f"warmup_cosine({', '.join(f'{number:g}' for number in (step, *plan))})": answer.warmup_cosine(step, *plan)
        for step in steps
    }


@scenario("climbs in equal stairs, and step 0 is the first", cases=[(0, 1), (0, 4), (2, 4)])
def warmup(answer: Answer, step: int, warmup_steps: int):
    return rates(answer, range(step, step + 1), warmup_steps, 12)


@scenario("reaches max_lr at step warmup_steps, and nowhere else", cases=[(1,), (4,)])
def peak(answer: Answer, warmup_steps: int):
    return rates(answer, range(warmup_steps - 1, warmup_steps + 2), warmup_steps, 12)


@scenario("keeps min_lr out of the warmup")
def warmup_without_floor(answer: Answer):
    return rates(answer, range(3), 4, 12, min_lr=0.5)


@scenario("falls along half a cosine to min_lr", cases=[(8, 0.0), (8, 0.2), (6, 0.2), (11, 0.2), (12, 0.2)])
def decay(answer: Answer, step: int, min_lr: float):
    return rates(answer, range(step, step + 1), 4, 12, min_lr=min_lr)


@scenario("stays at min_lr when the run goes on", cases=[(13, 0.0), (20, 0.2), (1000, 0.2)])
def afterwards(answer: Answer, step: int, min_lr: float):
    return rates(answer, range(step, step + 1), 4, 12, min_lr=min_lr)


@scenario("starts at max_lr without a warmup")
def no_warmup(answer: Answer):
    return rates(answer, range(2), 0, 12, min_lr=0.1)


@scenario("ends in min_lr when the warmup lasts until max_steps", cases=[(4,), (5,), (6,)])
def all_warmup(answer: Answer, step: int):
    return rates(answer, range(step, step + 1), 5, 5, min_lr=0.1)


@scenario("holds for any plan")
def any_plan(answer: Answer):
    warmup_steps, decay_steps = (int(torch.randint(2, 9, ())) for _ in range(2))
    max_lr = 0.1 + torch.rand(()).item()
    return rates(answer, range(20), warmup_steps, warmup_steps + decay_steps, max_lr, max_lr / 20)


class Run:
    """An optimizer with a group for each of `base`, and a `WarmupCosineLR` of 2 steps up and 4 down."""

    def __init__(self, answer: Answer, base: tuple[float, ...] = (0.1,), end_factor: float = 0.0) -> None:
        self.optimizer = optimizer_of(*base)
        self.scheduler = answer.WarmupCosineLR(self.optimizer, 2, 6, end_factor)

    @property
    def rates(self) -> list[float]:
        return rates_in(self.optimizer)

    def follow(self, steps: int) -> list[list[float]]:
        """The rates of the groups after each of `steps` steps."""
        seen = []
        for _ in range(steps):
            self.optimizer.step()
            self.scheduler.step()
            seen.append(self.rates)
        return seen


def optimizer_of(*base: float) -> torch.optim.Optimizer:
    groups = [{"params": [torch.zeros(1, requires_grad=True)], "lr": lr} for lr in base]
    return torch.optim.SGD(groups, lr=1.0, momentum=0.9)


def rates_in(optimizer: torch.optim.Optimizer) -> list[float]:
    return [float(group["lr"]) for group in optimizer.param_groups]


@scenario("is an LRScheduler")
def kind(answer: Answer):
    written = answer.itself("WarmupCosineLR")
    return {"a subclass of LRScheduler": issubclass(written, torch.optim.lr_scheduler.LRScheduler)}


@scenario("gives the optimizer the rate of step 0 when it is made")
def made(answer: Answer):
    return {"rates of the groups": Run(answer).rates}


@scenario("gives the optimizer the rate of every step, and of those after the last", cases=[(1,), (2,), (6,), (9,)])
def every_step(answer: Answer, steps: int):
    return {f"rates after {steps} steps": Run(answer).follow(steps)[-1]}


@scenario("scales each group from its own base rate", cases=[(1, 0.0), (4, 0.0), (4, 0.5), (9, 0.5)])
def groups(answer: Answer, steps: int, end_factor: float):
    return {f"rates after {steps} steps": Run(answer, (0.1, 0.001), end_factor).follow(steps)[-1]}


@scenario("says in get_last_lr() what the groups have")
def last_rates(answer: Answer):
    run = Run(answer, (0.1, 0.001))
    run.follow(3)
    return {"get_last_lr()": answer.attempt(lambda: [float(rate) for rate in run.scheduler.get_last_lr()])}


@scenario("puts right at the next step what somebody has written into a group", cases=[(1,), (4,)])
def overwritten(answer: Answer, steps: int):
    run = Run(answer, (0.1, 0.001))
    run.follow(steps)
    for group in run.optimizer.param_groups:
        group["lr"] = 7.0
    return {"rates after the next step": run.follow(1)[-1]}


@scenario("goes on identically after a save and a load", cases=[(1,), (4,)])
def resumes(answer: Answer, steps: int):
    run = Run(answer, (0.1, 0.001), 0.5)
    run.follow(steps)
    file = io.BytesIO()
    saved = answer.attempt(lambda: torch.save([run.optimizer.state_dict(), run.scheduler.state_dict()], file) is None)
    file.seek(0)
    resumed = Run(answer, (0.1, 0.001), 0.5)

    def load():
        for part, state in zip(
            (resumed.optimizer, resumed.scheduler), torch.load(file, weights_only=True), strict=True
        ):
            part.load_state_dict(state)
        return resumed.rates

    return {
        "torch.save(...) works": saved,
        "rates after torch.load(..., weights_only=True)": answer.attempt(load),
        "rates after the next steps": answer.attempt(lambda: resumed.follow(3)),
    }


@scenario("begins where last_epoch says")
def begins_later(answer: Answer):
    optimizer = optimizer_of(0.03, 0.0003)
    for group, base in zip(optimizer.param_groups, (0.1, 0.001), strict=True):
        group["initial_lr"] = base
    answer.WarmupCosineLR(optimizer, 2, 6, last_epoch=3)
    return {"rates after last_epoch=3": rates_in(optimizer)}
