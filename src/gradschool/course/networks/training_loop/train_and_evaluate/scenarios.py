"""What is observed of the two halves of an epoch."""

import copy

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario


def batches(*sizes):
    """Batches of three features and four classes; the last one is harder, so that its weight shows."""
    made = [(torch.randn(size, 3, dtype=torch.float64), torch.randint(4, (size,))) for size in sizes]
    inputs, targets = made[-1]
    return [*made[:-1], (5 * inputs, targets)]


def network(*inner):
    return nn.Sequential(nn.Linear(3, 6), *inner, nn.ReLU(), nn.Linear(6, 4)).double()


def descent(model):
    return torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.5)


@scenario("means over examples, not over batches, in `evaluate`", cases=[((4,),), ((4, 2),), ((4, 4, 2),)])
def evaluate_means(answer: Answer, sizes):
    return {"evaluate(...)": answer.evaluate(network(), batches(*sizes), F.cross_entropy)}


@scenario("switches dropout and BatchNorm to evaluation", cases=[(nn.Dropout(0.5),), (nn.BatchNorm1d(6),)])
def evaluate_mode(answer: Answer, layer):
    model = network(copy.deepcopy(layer))
    seen = answer.evaluate(model, batches(4, 4, 2), F.cross_entropy)
    return {"evaluate(...)": seen, "buffers afterwards": [buffer.clone() for buffer in model.buffers()]}


@scenario("leaves the model in the mode in which it came", cases=[(True,), (False,)])
def evaluate_restores(answer: Answer, training: bool):
    model = network(nn.Dropout(0.5)).train(training)
    answer.evaluate(model, batches(4, 2), F.cross_entropy)
    return {"model.training": model.training, "the dropout's training": model[1].training}


@scenario("builds no graph in `evaluate` and touches no gradient")
def evaluate_graph(answer: Answer):
    model, recorded = network(), []
    model[0].weight.grad = torch.full_like(model[0].weight, 7.0)

    def loss_fn(logits, targets):
        recorded.append(logits.requires_grad)
        return F.cross_entropy(logits, targets)

    answer.evaluate(model, batches(4, 2), loss_fn)
    grads = [None if param.grad is None else param.grad.clone() for param in model.parameters()]
    return {"the logits carry a graph": any(recorded), "the gradients afterwards": grads}


@scenario("takes any iterable, and gives the same for every way to cut it", cases=[(1,), (3,), (10,)])
def evaluate_cuts(answer: Answer, size: int):
    model = network(nn.Dropout(0.5))
    inputs, targets = batches(10)[0]
    generator = zip(inputs.split(size), targets.split(size), strict=True)
    return {"evaluate(a generator)": answer.evaluate(model, generator, F.cross_entropy)}


@scenario("makes one step for each batch in `train_epoch`", cases=[((4,),), ((4, 4),), ((4, 4, 2),)])
def train_steps(answer: Answer, sizes):
    model, steps = network(), []
    optimizer = descent(model)
    optimizer.register_step_post_hook(lambda *_: steps.append(1))
    answer.train_epoch(model, batches(*sizes), F.cross_entropy, optimizer)
    return {"steps": len(steps), "the weights afterwards": [param.detach().clone() for param in model.parameters()]}


@scenario("means over examples, measured before each step, in `train_epoch`", cases=[((4,),), ((4, 4, 2),)])
def train_means(answer: Answer, sizes):
    model = network()
    return {"train_epoch(...)": answer.train_epoch(model, batches(*sizes), F.cross_entropy, descent(model))}


@scenario("is not misled by an old gradient in `train_epoch`")
def train_clean(answer: Answer):
    model = network()
    for param in model.parameters():
        param.grad = torch.ones_like(param)
    answer.train_epoch(model, batches(4), F.cross_entropy, descent(model))
    return {"the weights afterwards": [param.detach().clone() for param in model.parameters()]}


@scenario("trains in train mode, also a model that comes in eval mode", cases=[(True,), (False,)])
def train_mode(answer: Answer, training: bool):
    model, modes = network(nn.BatchNorm1d(6)).train(training), []

    def loss_fn(logits, targets):
        modes.append(model.training)
        return F.cross_entropy(logits, targets)

    answer.train_epoch(model, iter(batches(4, 4)), loss_fn, descent(model))
    return {
        "model.training in the loop": all(modes),
        "model.training afterwards": model.training,
        "running_mean": model[1].running_mean.clone(),
    }
