"""What is observed of an answer to `SGD`."""

import copy

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


def trajectory(answer, steps=6, set_to_none=True, **options):
    """The parameter after every step on a bowl, (steps + 1, 3)."""
    param = nn.Parameter(torch.randn(3, dtype=torch.float64))
    slope = torch.randn(3, dtype=torch.float64)
    optimizer = answer.SGD([param], **options)
    visited = [param.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad(set_to_none=set_to_none)
        (param.square().sum() + (slope * param).sum()).backward()
        optimizer.step()
        visited.append(param.detach().clone())
    return torch.stack(visited)


@scenario("steps along the gradient, with momentum where asked", cases=[(0,), (0.5,), (0.9,)])
def momentum(answer: Answer, momentum: float):
    return {"p after each of 6 steps": trajectory(answer, lr=0.1, momentum=momentum)}


@scenario("looks ahead with nesterov")
def nesterov(answer: Answer):
    return {"p after each of 6 steps": trajectory(answer, lr=0.1, momentum=0.8, nesterov=True)}


@scenario("dampens every gradient but the first", cases=[(1,), (6,)])
def dampening(answer: Answer, steps: int):
    return {"p after each step, dampening=0.5": trajectory(answer, steps, lr=0.1, momentum=0.9, dampening=0.5)}


@scenario("adds weight decay to the gradient, before momentum", cases=[(0,), (0.9,)])
def weight_decay(answer: Answer, momentum: float):
    return {"p after each of 6 steps": trajectory(answer, lr=0.1, momentum=momentum, weight_decay=0.3)}


@scenario("leaves a parameter without a gradient as it is: no decay, no coasting", cases=[(0,), (0.9,)])
def no_gradient(answer: Answer, momentum: float):
    used, idle = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
    optimizer = answer.SGD([used, idle], lr=0.1, momentum=momentum, weight_decay=0.1)
    (used.sum() + idle.sum()).backward()
    optimizer.step()
    for _ in range(2):
        optimizer.zero_grad()
        used.square().sum().backward()
        optimizer.step()
    optimizer.zero_grad()
    idle.square().sum().backward()
    optimizer.step()
    return {"the parameter that was used twice more": used, "the one that was used once more": idle}


@scenario("gives the same under zero_grad(set_to_none=False)", cases=[(0.5,), (0.9,)])
def zeros(answer: Answer, momentum: float):
    return {"p after each of 6 steps": trajectory(answer, set_to_none=False, lr=0.1, momentum=momentum)}


@scenario("reads each group's own options")
def groups(answer: Answer):
    fast, slow = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
    optimizer = answer.SGD([{"params": [fast], "lr": 0.1}, {"params": [slow], "momentum": 0}], lr=0.01, momentum=0.9)
    for _ in range(3):
        optimizer.zero_grad()
        (fast.square().sum() + slow.square().sum()).backward()
        optimizer.step()
    return {"lr=0.1, momentum=0.9": fast, "lr=0.01, momentum=0": slow}


@scenario("follows a scheduler")
def scheduler(answer: Answer):
    param = nn.Parameter(torch.ones(2, dtype=torch.float64))
    optimizer = answer.SGD([param], lr=0.1, momentum=0.5)
    halving = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    visited = []
    for _ in range(4):
        optimizer.zero_grad()
        param.square().sum().backward()
        optimizer.step()
        halving.step()
        visited.append(param.detach().clone())
    return {"p after each of 4 steps, lr halved every time": torch.stack(visited)}


@scenario("goes on identically after state_dict() and load_state_dict()")
def resume(answer: Answer):
    param = nn.Parameter(torch.tensor([1.0, -2.0], dtype=torch.float64))
    optimizer = answer.SGD([param], lr=0.1, momentum=0.9)
    visited = []
    for step in range(6):
        optimizer.zero_grad()
        param.square().sum().backward()
        optimizer.step()
        visited.append(param.detach().clone())
        if step == 2:
            saved = copy.deepcopy(optimizer.state_dict())
            param = nn.Parameter(param.detach().clone())
            optimizer = answer.SGD([param], lr=0.1, momentum=0.9)
            optimizer.load_state_dict(saved)
    return {"p, saved and loaded after step 3": torch.stack(visited)}


@scenario("leaves the gradient as it was and records nothing")
def purity(answer: Answer):
    param = nn.Parameter(torch.randn(3))
    param.grad = torch.randn(3)
    answer.given(param.grad, "p.grad")
    optimizer = answer.SGD([param], lr=0.1, momentum=0.9, weight_decay=0.5)
    optimizer.step()
    optimizer.step()
    return {"p.requires_grad": param.requires_grad, "p is still a leaf": param.is_leaf}


@scenario("calls the closure with gradients on, and returns its loss")
def closure(answer: Answer):
    param = nn.Parameter(torch.tensor([3.0]))
    optimizer = answer.SGD([param], lr=0.1)

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
    written = answer.itself("SGD")
    return {
        "a subclass of torch.optim.Optimizer": issubclass(written, torch.optim.Optimizer),
        "a subclass of torch.optim.SGD": issubclass(written, torch.optim.SGD),
    }
