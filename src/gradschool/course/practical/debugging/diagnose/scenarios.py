"""What is observed of an answer to `diagnose`."""

from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F

from gradschool.scenarios import Answer, scenario

HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


def network(*inner, out=3):
    """Four numbers in, six hidden units, three classes out."""
    return nn.Sequential(nn.Linear(4, 6), *(inner or [nn.ReLU()]), nn.Linear(6, out)).double()


def batch(size=9, classes=3):
    return torch.randn(size, 4, dtype=torch.float64), torch.randint(classes, (size,))


def hooks_on(model):
    """How many hooks there are, on all modules and parameters."""
    on_modules = sum(len(getattr(module, each)) for module in model.modules() for each in HOOKS)
    on_parameters = sum(len(getattr(parameter, HOOKS[2]) or ()) for parameter in model.parameters())
    of_all = nn.modules.module
    everywhere = sum(len(getattr(of_all, f"_global{each}")) for each in HOOKS)
    return on_modules + on_parameters + everywhere


def kill(layer, *units):
    """Make units of a layer so negative that no example reaches them."""
    with torch.no_grad():
        layer.bias[list(units)] = -1e3
    return layer


@scenario(
    "reports the loss, and its ratio to the loss of an output of zeros",
    cases=[
        ("cross_entropy", 1.0),
        ("cross_entropy", 30.0),
        ("mse_loss", 3.0),
        ("binary_cross_entropy_with_logits", 30.0),
    ],
)
def loss(answer: Answer, loss_fn: str, scale: float):
    model, (x, y) = network(), batch()
    with torch.no_grad():
        model[2].weight.mul_(scale)
    if loss_fn != "cross_entropy":
        y = torch.rand(9, 3, dtype=torch.float64) + 0.5 * (loss_fn == "mse_loss")
    seen = answer.diagnose(model, getattr(F, loss_fn), x, y)
    return {"['loss']": seen["loss"], "['loss_ratio']": seen["loss_ratio"]}


@scenario("has the five entries, of plain numbers")
def entries(answer: Answer):
    return {"diagnose(...)": answer.diagnose(network(), F.cross_entropy, *batch())}


def nested():
    body = OrderedDict(lin=nn.Linear(6, 6), act=nn.Tanh(), more=nn.Sequential(nn.Linear(6, 6), nn.ReLU()))
    return nn.Sequential(OrderedDict(stem=nn.Linear(4, 6), body=nn.Sequential(body), head=nn.Linear(6, 3))).double()


@scenario("names every layer by its path, and no container")
def names(answer: Answer):
    seen = answer.diagnose(nested(), F.cross_entropy, *batch())
    return {"layers": sorted(seen["activation_std"]), "['activation_std']": seen["activation_std"]}


@scenario("examines a model that is a single layer, under the name ''")
def alone(answer: Answer):
    seen = answer.diagnose(nn.Linear(4, 3).double(), F.cross_entropy, *batch())
    return {"['activation_std']": seen["activation_std"], "['gradient_norm']": seen["gradient_norm"]}


@scenario("takes the population standard deviation of all numbers", cases=[(1, 1), (2, 3)])
def spread(answer: Answer, examples: int, width: int):
    model, x = nn.Linear(4, width).double(), torch.randn(examples, 4, dtype=torch.float64)
    seen = answer.diagnose(model, F.mse_loss, x, 1 + torch.rand(examples, width, dtype=torch.float64))
    return {"['activation_std']": seen["activation_std"]}


@scenario("measures what a layer gave out before the next one overwrites it", cases=[(nn.ReLU,), (nn.SiLU,)])
def in_place(answer: Answer, activation: type[nn.Module]):
    model = nn.Sequential(nn.Linear(4, 6), activation(inplace=True), nn.Flatten(), nn.Linear(6, 3)).double()
    seen = answer.diagnose(model, F.cross_entropy, *batch())
    return {"['activation_std']": seen["activation_std"]}


class Shared(nn.Module):
    """One ReLU for two layers, and a layer that is never called."""

    def __init__(self):
        super().__init__()
        self.first, self.second, self.spare = nn.Linear(4, 6), nn.Linear(6, 3), nn.Linear(4, 3)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.second(self.relu(self.first(x))))


@scenario("gives a number for each call of a layer, and none for a layer that is not called")
def calls(answer: Answer):
    model = Shared().double()
    kill(model.first, 1)
    seen = answer.diagnose(model, F.cross_entropy, *batch())
    return {"['activation_std']": seen["activation_std"], "['dead_units']": seen["dead_units"]}


class Rounded(nn.Module):
    def forward(self, x):
        return x.argmax(-1)


class Reader(nn.Module):
    """Reads words: an output that is a tuple, and one of whole numbers."""

    def __init__(self):
        super().__init__()
        self.words, self.lstm, self.head, self.guess = nn.Embedding(5, 4), nn.LSTM(4, 6), nn.Linear(6, 3), Rounded()

    def forward(self, x):
        logits = self.head(self.lstm(self.words(x))[0][-1])
        self.guess(logits)
        return logits


@scenario("leaves out outputs that are not one floating-point tensor")
def tuples(answer: Answer):
    seen = answer.diagnose(Reader().double(), F.cross_entropy, torch.randint(5, (7, 4)), torch.randint(3, (4,)))
    return {"['activation_std']": seen["activation_std"], "parameters": sorted(seen["gradient_norm"])}


@scenario(
    "counts the units of a ReLU that are 0 for every example", cases=[((),), ((2,),), ((0, 1, 3, 5),), (range(6),)]
)
def dead(answer: Answer, killed):
    model = network()
    kill(model[0], *killed)
    return {"['dead_units']": answer.diagnose(model, F.cross_entropy, *batch(40))["dead_units"]}


@scenario("counts channels, at all places of all images", cases=[((),), ((1, 4),)])
def dead_channels(answer: Answer, killed):
    layers = nn.Conv2d(1, 5, 2), nn.ReLU(), nn.Flatten(), nn.Linear(45, 3)
    model = nn.Sequential(*layers).double()
    with torch.no_grad():
        model[0].weight.abs_().add_(0.1)
        model[0].bias.fill_(-1.0)
    kill(model[0], *killed)
    x, y = torch.zeros(8, 1, 4, 4, dtype=torch.float64), torch.randint(3, (8,))
    x[int(torch.randint(8, ())), 0, 0, 0] = 20.0  # all that there is to see: one corner of one image
    return {"['dead_units']": answer.diagnose(model, F.cross_entropy, x, y)["dead_units"]}


class Silence(nn.Module):
    def forward(self, x):
        return 0 * x


@scenario("looks for dead units in ReLUs only")
def dead_elsewhere(answer: Answer):
    model = network(Silence(), nn.GELU(), nn.ReLU())
    return {"['dead_units']": answer.diagnose(model, F.cross_entropy, *batch())["dead_units"]}


@scenario("gives the 2-norm of each parameter's gradient")
def norms(answer: Answer):
    return {"['gradient_norm']": answer.diagnose(nested(), F.cross_entropy, *batch())["gradient_norm"]}


@scenario("leaves out frozen parameters, and gives None where no gradient arrives", cases=[("frozen",), ("unused",)])
def unreached(answer: Answer, part: str):
    model = Shared().double()
    if part == "frozen":
        model.first.requires_grad_(False)
        model.spare.requires_grad_(False)
    else:
        model.second.register_forward_pre_hook(lambda module, inputs: inputs[0].detach())
    return {"['gradient_norm']": answer.diagnose(model, F.cross_entropy, *batch())["gradient_norm"]}


@scenario("tells a gradient of zeros from none at all")
def zeros(answer: Answer):
    model = network()
    kill(model[0], *range(6))
    return {"['gradient_norm']": answer.diagnose(model, F.cross_entropy, *batch())["gradient_norm"]}


@scenario(
    "reports a model that the gradient does not reach at all",
    cases=[("everything is frozen",), ("the output is detached",)],
)
def nothing(answer: Answer, because: str):
    model = network()
    if because == "everything is frozen":
        model.requires_grad_(False)
    else:
        model.register_forward_hook(lambda module, inputs, output: output.detach())
    seen = answer.attempt(answer.diagnose, model, F.cross_entropy, *batch())
    return {"diagnose(...)": seen if seen.raised else answer.attempt(lambda: seen.value["gradient_norm"])}


@scenario("neither uses nor changes the gradients that are there")
def old_gradients(answer: Answer):
    model = network()
    model[0].weight.grad = torch.full_like(model[0].weight, 7.0)
    seen = answer.diagnose(model, F.cross_entropy, *batch())
    left = {name: parameter.grad for name, parameter in model.named_parameters()}
    return {"['gradient_norm']": seen["gradient_norm"], ".grad afterwards": left}


@scenario("leaves weights, input and what requires a gradient as they were")
def untouched(answer: Answer):
    model, (x, y) = network(nn.ReLU(), nn.Dropout(0.5)), batch()
    model[0].bias.requires_grad_(False)
    answer.given(model.state_dict(), "model.state_dict()")
    answer.diagnose(model, F.cross_entropy, answer.given(x, "x"), answer.given(y, "y"))
    asked = [name for name, parameter in model.named_parameters() if parameter.requires_grad]
    return {"parameters that require a gradient": asked, "x requires a gradient": x.requires_grad}


@scenario("leaves the running statistics as they were", cases=[(True,), (False,)])
def statistics(answer: Answer, training: bool):
    model = network(nn.BatchNorm1d(6), nn.ReLU()).train(training)
    seen = answer.diagnose(model, F.cross_entropy, *batch())
    left = {name: buffer.clone() for name, buffer in model.named_buffers()}
    return {"buffers afterwards": left, "['loss']": seen["loss"]}


@scenario(
    "examines the model in the mode in which it comes, and leaves it so",
    cases=[(True, True), (False, False), (True, False)],
)
def modes(answer: Answer, model_training: bool, dropout_training: bool):
    model = network(nn.ReLU(), nn.Dropout(0.5)).train(model_training)
    model[2].train(dropout_training)
    seen = answer.diagnose(model, F.cross_entropy, *batch())
    left = {name: module.training for name, module in model.named_modules()}
    return {"training afterwards": left, "['loss']": seen["loss"], "['activation_std']": seen["activation_std"]}


@scenario("takes everything from one forward pass")
def one_pass(answer: Answer):
    model, times = network(), []
    forward = model.forward
    model.forward = lambda x: times.append(1) or forward(x)
    answer.diagnose(model, F.cross_entropy, *batch())
    return {"forward passes": len(times)}


@scenario("leaves the global random numbers where they were")
def random_numbers(answer: Answer):
    answer.drew = False
    answer.diagnose(network(nn.ReLU(), nn.Dropout(0.5)), F.cross_entropy, *batch())
    return {"the random numbers moved on": answer.drew}


@scenario("removes its hooks, and nobody else's")
def hooks(answer: Answer):
    model, heard = network(), []
    model[1].register_forward_hook(lambda *_: heard.append(1))
    answer.diagnose(model, F.cross_entropy, *batch())
    after = hooks_on(model)
    model(batch()[0])
    return {"hooks afterwards, one of them ours": after, "ours still hears": len(heard) >= 2}


class Refuses(nn.Module):
    def forward(self, x):
        raise ZeroDivisionError("no")


def refuses(output, y):
    raise ZeroDivisionError("no")


@scenario(
    "removes its hooks also when the model or the loss raises, and lets the exception pass",
    cases=[("model",), ("loss",)],
)
def raising(answer: Answer, raises: str):
    model = network(nn.ReLU(), Refuses()) if raises == "model" else network()
    loss_fn = F.cross_entropy if raises == "model" else refuses
    came = answer.attempt(answer.diagnose, model, loss_fn, *batch(), kind=ZeroDivisionError)
    return {"diagnose(...)": came, "hooks afterwards": hooks_on(model)}


@scenario("works under no_grad, and leaves the grad mode alone", cases=[(False,), (True,)])
def grad_mode(answer: Answer, enabled: bool):
    model, (x, y) = network(), batch()
    with torch.set_grad_enabled(enabled):
        seen = answer.attempt(answer.diagnose, model, F.cross_entropy, x, y)
        after = torch.is_grad_enabled()
    return {"['gradient_norm']": seen if seen.raised else seen.value["gradient_norm"], "grad enabled afterwards": after}
