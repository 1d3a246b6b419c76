"""What is observed: ten short programs, one or two from every lesson of the module."""

import torch
from torch import nn
from torch.nn import functional as F


def layers_in_a_list():
    """How many parameter tensors does the optimizer get?

    A plain list is not looked into: only `nn.ModuleList` registers what it holds.
    That is lesson 3.1, [The anatomy of `nn.Module`](../nn_module/).
    """

    class Stack(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = [nn.Linear(2, 2), nn.Linear(2, 2)]

    return len(list(Stack().parameters()))


def weight_of_a_linear_layer():
    """Which shape has the weight?

    Outputs first: a row of the weight for each output. That is lesson 3.2, [Layers from scratch](../layers/).
    """
    return nn.Linear(3, 5).weight.shape


def strided_convolution():
    """Which shape comes out?

    (8 + 2 · 1 - 3) // 2 + 1 = 4 positions along each axis.
    That is lesson 3.2, [Layers from scratch](../layers/).
    """
    image = torch.zeros(1, 3, 8, 8)
    return nn.Conv2d(3, 6, kernel_size=3, stride=2, padding=1)(image).shape


def softmax_before_the_loss():
    """Can the loss fall below 0.3?

    `cross_entropy` takes logits. Probabilities are logits between 0 and 1, and then the loss of two classes stays
    above 0.313.
    That is lesson 3.3, [Activations and losses](../activations_and_losses/).
    """
    perfect = torch.tensor([[1.0, 0.0]])
    return bool(F.cross_entropy(perfect, torch.tensor([0])) < 0.3)


def twenty_default_layers():
    """Is the standard deviation after twenty layers above 0.01?

    The default initialization shrinks the signal with every layer, here to less than a millionth.
    That is lesson 3.4, [Initialization and signal flow](../initialization/).
    """
    torch.manual_seed(0)
    x = torch.randn(64, 256)
    for _ in range(20):
        x = nn.Linear(256, 256)(x).relu()
    return bool(x.std() > 0.01)


def functional_dropout_in_eval():
    """Is any unit dropped?

    `F.dropout` does not know the module's mode: its `training` is True unless it is told.
    That is lesson 3.5, [Normalization and dropout](../normalization/).
    """

    class Net(nn.Module):
        def forward(self, x):
            return F.dropout(x, 0.5)

    return bool((Net().eval()(torch.ones(1000)) == 0).any())


def last_batch():
    """How many batches does one epoch have?

    Ten examples in fours: two whole batches and one of two, unless `drop_last` is set.
    That is lesson 3.6, [Data: sets, batches, workers](../data/).
    """
    loader = torch.utils.data.DataLoader(torch.arange(10), batch_size=4)
    return len(loader)


def mean_of_batch_means():
    """Is the mean of the two batch losses the loss of all three examples?

    The batches are of two and of one: each example of the small one counts double. Weight by the number of examples.
    That is lesson 3.7, [The training loop](../training_loop/).
    """
    losses = torch.tensor([1.0, 2.0, 6.0])
    batches = losses.split(2)
    return bool(torch.stack([batch.mean() for batch in batches]).mean() == losses.mean())


def missing_optimizer_state():
    """Does the optimizer remember anything?

    SGD without momentum has no state; with momentum, a run that resumes without it takes another way.
    That is lesson 3.7, [The training loop](../training_loop/).
    """
    layer = nn.Linear(2, 1)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.1, momentum=0.9)
    layer(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    return len(optimizer.state_dict()["state"]) > 0


def sequence_first():
    """Which shape has `output`?

    `nn.LSTM` reads `(time, batch, features)` unless `batch_first` is set, and the wrong layout raises nothing.
    That is lesson 3.8, [Convolutional and recurrent nets](../convolutional_and_recurrent/).
    """
    output, _ = nn.LSTM(input_size=3, hidden_size=5)(torch.zeros(7, 2, 3))
    return output.shape
