"""What is observed of an answer to `AdamW`."""

import copy

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

# Whoever counts steps in a float32 tensor gets 1 - 0.999 with four digits; that is torch's own way, and right.
RTOL, ATOL = 1e-4, 1e-5
SCALES = (100.0, 1.0, 0.01)


def gradients(steps, scales=SCALES):
    """Gradients of either sign, each between half and one and a half of its scale, (steps, len(scales))."""
    shape = (steps, len(scales))
    signs = torch.randint(2, shape) * 2 - 1
    return signs * (0.5 + torch.rand(shape, dtype=torch.float64)) * torch.tensor(scales, dtype=torch.float64)


def parameter(*values):
    return nn.Parameter(torch.tensor(values, dtype=torch.float64))


def follow(optimizer, param, given):
    """Step once with each of the gradients; the parameter after every step, (steps, elements)."""
    visited = []
    for gradient in given:
        param.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        visited.append(param.detach().clone())
    return torch.stack(visited)


@scenario("first moves every weight by lr, however large its gradient is", [(1.0,), (1000.0,), (0.001,)], RTOL, ATOL)
def first(answer: Answer, size: float):
    param = parameter(1.0, -2.0)
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0)
    moved = follow(optimizer, param, [torch.tensor([size, -size], dtype=torch.float64)])
    return {"p = [1, -2] after a step, lr=0.1": moved[0]}


@scenario("follows the corrected moments", [(2,), (30,)], RTOL, ATOL)
def moments(answer: Answer, steps: int):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0)
    return {f"p after each of {steps} steps": follow(optimizer, param, gradients(steps))}


@scenario("reads both betas", [((0.5, 0.7),), ((0.7, 0.5),), ((0.0, 0.9),)], RTOL, ATOL)
def betas(answer: Answer, betas: tuple[float, float]):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, betas=betas, weight_decay=0)
    return {"p after each of 5 steps": follow(optimizer, param, gradients(5))}


@scenario("adds eps to the root, after the correction", [(1e-8,), (0.1,)], RTOL, 1e-6)
def eps(answer: Answer, eps: float):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, eps=eps, weight_decay=0)
    return {"p after each of 3 steps": follow(optimizer, param, gradients(3, (eps, 3 * eps, 10 * eps)))}


@scenario("decays the weight itself, then steps", [(1,), (10,)], RTOL, ATOL)
def decay(answer: Answer, steps: int):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0.8)
    return {"p after each step, weight_decay=0.8": follow(optimizer, param, gradients(steps))}


@scenario("takes zeros for a gradient: decays, and moves on along the mean", [(0,), (1,)], RTOL, 1e-8)
def zeros(answer: Answer, steps_before: int):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0.5)
    given = [*gradients(steps_before), *torch.zeros(2, 3, dtype=torch.float64)]
    return {"p after each step, the last two with zeros": follow(optimizer, param, given)}


@scenario("leaves a parameter without a gradient as it is", rtol=RTOL, atol=ATOL)
def unused(answer: Answer):
    param, other = parameter(1.0, -2.0, 3.0), parameter(1.0)
    optimizer = answer.AdamW([param, other], lr=0.1, weight_decay=0.5)
    other.grad = torch.ones_like(other)
    return {"p, with None in steps 2 and 3": follow(optimizer, param, [*gradients(1), None, None, *gradients(2)])}


@scenario("counts the steps of each parameter for itself", [(1,), (4,)], RTOL, ATOL)
def late(answer: Answer, steps: int):
    early, late = parameter(1.0, -2.0, 3.0), parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([early, late], lr=0.1)
    follow(optimizer, early, gradients(5))
    early.grad = None
    return {f"p after {steps} steps, the first gradient in step 6": follow(optimizer, late, gradients(steps))}


@scenario("reads each group's own options", rtol=RTOL, atol=ATOL)
def groups(answer: Answer):
    one, two = parameter(1.0, -2.0, 3.0), parameter(1.0, -2.0, 3.0)
    own = {"params": [two], "lr": 0.02, "betas": (0.5, 0.6), "eps": 0.5, "weight_decay": 3.0}
    optimizer = answer.AdamW([{"params": [one]}, own], lr=0.1, weight_decay=0.5)
    for first, second in zip(gradients(3), gradients(3), strict=True):
        one.grad, two.grad = first, second
        optimizer.step()
    return {"a group with the defaults": one, "a group with options of its own": two}


@scenario("moves what a generator yields, and what add_param_group brings", rtol=RTOL, atol=ATOL)
def added(answer: Answer):
    one, two = parameter(1.0, -2.0), parameter(1.0, -2.0)
    optimizer = answer.AdamW((each for each in [one]), lr=0.1)
    optimizer.add_param_group({"params": [two], "lr": 0.05})
    one.grad, two.grad = gradients(2, (1.0, 1.0))
    optimizer.step()
    return {"from a generator": one, "added later": two}


@scenario("follows a scheduler", rtol=RTOL, atol=ATOL)
def scheduler(answer: Answer):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0.5)
    halving = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    visited = []
    for gradient in gradients(4):
        visited.append(follow(optimizer, param, [gradient]))
        halving.step()
    return {"p after each of 4 steps, lr halved every time": torch.cat(visited)}


@scenario("has the defaults of torch's AdamW", rtol=RTOL, atol=1e-9)
def defaults(answer: Answer):
    decayed, moved = parameter(1000.0), parameter(0.0, 0.0, 0.0)
    follow(answer.AdamW([decayed]), decayed, [torch.zeros(1, dtype=torch.float64)])
    visited = follow(answer.AdamW([moved]), moved, gradients(4, (1e-8, 1e-6, 1.0)))
    return {"p = 1000 less 1000, after zeros": decayed.detach() - 1000, "p = 0 after each of 4 steps": visited}


@scenario("moves parameters of any shape, element by element", [((),), ((1,),), ((2, 3),), ((0,),)], RTOL, ATOL)
def shapes(answer: Answer, shape: tuple[int, ...]):
    param = nn.Parameter(torch.ones(shape))
    optimizer = answer.AdamW([param], lr=0.1)
    for _ in range(2):
        param.grad = (torch.randint(2, shape) * 2 - 1) * 10 ** torch.empty(shape).uniform_(-2, 2)
        optimizer.step()
    return {"p after 2 steps": param}


@scenario("changes the parameter in place", rtol=RTOL, atol=ATOL)
def in_place(answer: Answer):
    memory = torch.ones(4, dtype=torch.float64)
    param = nn.Parameter(memory[1:3])
    follow(answer.AdamW([param], lr=0.1), param, gradients(2, (1.0, 1.0)))
    return {"the memory that p shares": memory}


@scenario("lets autograd see the change")
def seen(answer: Answer):
    param = parameter(1.0, -2.0)
    optimizer = answer.AdamW([param], lr=0.1)
    loss = param.square().sum()
    follow(optimizer, param, gradients(1, (1.0, 1.0)))

    def late():
        loss.backward()
        return "a gradient of weights that are gone"

    return {"loss.backward() after the step": answer.attempt(late, kind=RuntimeError)}


@scenario("goes on identically after state_dict() and load_state_dict()", [(1,), (4,)], RTOL, ATOL)
def resume(answer: Answer, steps: int):
    param = parameter(1.0, -2.0, 3.0)
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0.5)
    follow(optimizer, param, gradients(steps))
    saved = copy.deepcopy(optimizer.state_dict())
    param = nn.Parameter(param.detach().clone())
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0.5)
    optimizer.load_state_dict(saved)
    return {"p after each of 3 more steps": follow(optimizer, param, gradients(3))}


@scenario("leaves the gradient as it was, and records nothing", [(False,), (True,)])
def purity(answer: Answer, float64: bool):
    param = nn.Parameter(torch.randn(3, dtype=torch.float64 if float64 else torch.float32))
    gradient = torch.randn_like(param)
    param.grad = answer.given(gradient, "p.grad")
    optimizer = answer.AdamW([param], lr=0.1, weight_decay=0.5)
    optimizer.step()
    optimizer.step()
    return {
        "p.grad is still there": param.grad is gradient,
        "p.requires_grad": param.requires_grad,
        "p is still a leaf": param.is_leaf,
        "p.dtype": str(param.dtype),
    }


@scenario("gives the same under zero_grad(set_to_none=False)", rtol=RTOL, atol=ATOL)
def kept(answer: Answer):
    param = parameter(1.0, -2.0, 3.0)
    slope = gradients(1)[0]
    optimizer = answer.AdamW([param], lr=0.1)
    for _ in range(4):
        optimizer.zero_grad(set_to_none=False)
        (param.square().sum() + (slope * param).sum()).backward()
        optimizer.step()
    return {"p after 4 steps": param}


@scenario("calls the closure with gradients on, and returns its loss", rtol=RTOL, atol=ATOL)
def closure(answer: Answer):
    param = parameter(3.0)
    optimizer = answer.AdamW([param], lr=0.1)

    def again():
        optimizer.zero_grad()
        loss = param.square().sum()
        loss.backward()
        return loss

    returned = optimizer.step(again)
    loss = returned.item() if isinstance(returned, torch.Tensor) else returned
    return {"step(closure)": loss, "p": param}


@scenario("is an optimizer of your own")
def own(answer: Answer):
    written = answer.itself("AdamW")
    adams = [getattr(torch.optim, name) for name in ("Adam", "AdamW", "NAdam", "RAdam", "Adamax")]
    return {
        "a subclass of torch.optim.Optimizer": issubclass(written, torch.optim.Optimizer),
        "a subclass of one of torch's Adams": any(issubclass(written, adam) for adam in adams),
    }
