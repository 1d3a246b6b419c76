"""What is observed: twelve short programs, one or two from every lesson of the module."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import LinearLR
from torch.utils.checkpoint import checkpoint


def first_step_of_adam():
    """Where is the weight, which began at 1, after one step?

    Adam divides the gradient by a running estimate of its size. At the first step that is the gradient's own size,
    so the step is as long as the rate, 0.1, whether the gradient is 1000 or a thousandth.
    That is lesson 4.1, [Optimizers under the hood](../optimizers/).
    """
    weight = nn.Parameter(torch.tensor(1.0))
    optimizer = torch.optim.Adam([weight], lr=0.1)
    (1000 * weight).backward()
    optimizer.step()
    return round(weight.item(), 3)


def made_and_never_stepped():
    """Which rate does the optimizer train with, if the scheduler is never stepped?

    Making a scheduler already writes the rate of step 0 into the optimizer: a tenth of 0.1.
    That is lesson 4.2, [Learning-rate schedules](../learning_rate_schedules/).
    """
    optimizer = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=0.1)
    LinearLR(optimizer, start_factor=0.1, total_iters=50)
    return round(optimizer.param_groups[0]["lr"], 3)


def norm_that_comes_back():
    """Which number does the clipping return?

    One norm over all gradients together, √(3² + 4²), as it was *before* the clipping.
    That is lesson 4.3, [Clipping, accumulation, batch size](../clipping_and_accumulation/).
    """
    a, b = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))
    a.grad, b.grad = torch.tensor([3.0]), torch.tensor([4.0])
    return nn.utils.clip_grad_norm_([a, b], max_norm=1.0).item()


def clipping_an_infinity():
    """Is every gradient finite after the clipping?

    The norm is infinite, so the factor is 0, and 0 · inf is NaN. Clipping tames large gradients and mends no broken
    ones.
    That is lesson 4.3, [Clipping, accumulation, batch size](../clipping_and_accumulation/).
    """
    weight = nn.Parameter(torch.zeros(2))
    weight.grad = torch.tensor([1.0, float("inf")])
    nn.utils.clip_grad_norm_([weight], max_norm=1.0)
    return bool(weight.grad.isfinite().all())


def gradient_of_an_outlier():
    """How large is the gradient for an error of 100?

    Beyond `delta` Huber's loss is a straight line of slope `delta`, so a single outlier cannot pull harder than that.
    That is lesson 4.4, [Losses for real problems](../losses/).
    """
    prediction = torch.tensor([100.0], requires_grad=True)
    F.huber_loss(prediction, torch.tensor([0.0]), delta=1.0).backward()
    return prediction.grad.item()


def step_of_the_critic():
    """What gradient does the generator's weight get?

    The critic learns from fakes that were cut off from whoever made them: `detach` ends the graph there.
    That is lesson 4.4, [Losses for real problems](../losses/).
    """
    generator, critic = nn.Linear(2, 3), nn.Linear(3, 1)
    fake = generator(torch.ones(4, 2)).detach()
    critic(fake).mean().backward()
    return generator.weight.grad


def loss_before_training():
    """Which loss has a classifier of 100 classes that knows nothing? (one decimal)

    Every class gets 1/100, and the loss is ln 100. A first loss far from ln C says that something is wrong already.
    That is lesson 4.5, [Debugging a run](../debugging/).
    """
    logits = torch.zeros(8, 100)
    return round(F.cross_entropy(logits, torch.arange(8)).item(), 1)


def branch_not_taken():
    """Is the gradient of every element finite?

    `where` takes the 0 for the first element, but backward goes through both branches: the root's slope at 0 is
    infinite, and 0 · inf is NaN.
    That is lesson 4.5, [Debugging a run](../debugging/).
    """
    x = torch.tensor([0.0, 4.0], requires_grad=True)
    torch.where(x > 0, x.sqrt(), 0.0).sum().backward()
    return bool(x.grad.isfinite().all())


def calls_of_a_checkpointed_layer():
    """How often does the layer run in one training step?

    Its activations were not kept, so backward computes them a second time.
    That is lesson 4.6, [Where the memory of training goes](../training_memory/).
    """
    calls = []

    def layer(x):
        calls.append(x)
        return x.sin().exp()

    x = torch.ones(3, requires_grad=True)
    checkpoint(layer, x, use_reentrant=False).sum().backward()
    return len(calls)


def frozen_batch_norm():
    """Is the frozen layer still what it was?

    `requires_grad_(False)` freezes parameters. The running statistics are buffers, and in train mode every batch moves
    them.
    That is lesson 4.7, [Ensembles, averaging, transfer](../averaging_and_transfer/).
    """
    layer = nn.BatchNorm1d(2).requires_grad_(False)
    layer(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    return bool((layer.running_mean == 0).all())


def average_of_the_weights():
    """Where is the average, which began at 0, after two updates with a weight of 1?

    0.9 · 0 + 0.1 · 1 = 0.1, and 0.9 · 0.1 + 0.1 · 1 = 0.19. At a decay of 0.999 it takes thousands of updates.
    That is lesson 4.7, [Ensembles, averaging, transfer](../averaging_and_transfer/).
    """
    average, weight, decay = torch.tensor(0.0), torch.tensor(1.0), 0.9
    for _ in range(2):
        average.lerp_(weight, 1 - decay)
    return round(average.item(), 2)


def test_by_a_sum():
    """Does this test let a softmax pass whose gradient is 0 everywhere?

    Probabilities sum to 1 whatever the scores are, so the right gradient of their sum is 0 as well. Only an uneven
    gradient from above tells a right backward from a wrong one.
    That is lesson 4.8, [Testing model code](../testing_models/).
    """

    def without_gradient(x):
        return x.softmax(0).detach() + 0 * x

    def gradient(function):
        x = torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64, requires_grad=True)
        function(x).sum().backward()
        return x.grad

    return torch.allclose(gradient(without_gradient), gradient(lambda x: x.softmax(0)))
