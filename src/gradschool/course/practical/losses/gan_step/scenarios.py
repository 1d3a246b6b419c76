"""What is observed of the repaired step of a GAN."""

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario

OPTIMIZERS = {
    "SGD": lambda parameters: torch.optim.SGD(parameters, lr=0.5),
    "Adam": lambda parameters: torch.optim.Adam(parameters, lr=0.05, betas=(0.5, 0.999)),
}


class Shift(nn.Module):
    """A generator whose graph keeps nothing: torch lets you go through it twice without a word."""

    def __init__(self) -> None:
        super().__init__()
        self.shift = nn.Parameter(torch.randn(2))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return z + self.shift


class Counting(nn.Module):
    """A generator that counts how often it is gone through, forward and backward."""

    def __init__(self) -> None:
        super().__init__()
        self.shift, self.forwards, self.backwards = Shift(), 0, 0

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        self.forwards += 1
        fakes = self.shift(z)
        if fakes.requires_grad:
            fakes.register_hook(self._count)
        return fakes * 1

    def _count(self, gradient: torch.Tensor) -> None:
        self.backwards += 1


def generator(name: str) -> nn.Module:
    if name == "a shift":
        return Shift().double()
    return nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2)).double()


def discriminator() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1)).double()


class Game:
    """Two networks and their optimizers, to be played some steps."""

    def __init__(self, answer: Answer, G: nn.Module, D: nn.Module | None = None, optimizer: str = "SGD") -> None:
        self.answer, self.G, self.D = answer, G, D or discriminator()
        self.optimizers = [OPTIMIZERS[optimizer](network.parameters()) for network in (self.G, self.D)]

    def step(self, reals: int = 5, fakes: int = 5, shape: tuple[int, ...] = (2,)):
        """One call, on numbers of its own: what it returns."""
        real = 2 + torch.randn(reals, *shape, dtype=torch.float64)
        z = torch.randn(fakes, *shape, dtype=torch.float64)
        self.answer.given(real, "real")
        self.answer.given(z, "z")
        return self.answer.gan_step(self.G, self.D, *self.optimizers, real, z)

    def weights(self) -> dict[str, list[torch.Tensor]]:
        return {f"parameters of {name}": weights(network) for name, network in (("D", self.D), ("G", self.G))}


def weights(network: nn.Module) -> list[torch.Tensor]:
    return [parameter.detach().clone() for parameter in network.parameters()]


@scenario("returns the losses of the two steps, as floats", cases=[("a shift",), ("a network",)])
def losses(answer: Answer, G: str):
    return {"(d_loss, g_loss)": Game(answer, generator(G)).step()}


@scenario("moves `D` by its own loss", cases=[("a shift",), ("a network",)])
def moves_d(answer: Answer, G: str):
    game = Game(answer, generator(G))
    game.step()
    return {"parameters of D": weights(game.D)}


@scenario("moves `G` by its own loss, and not by that of `D`", cases=[("a shift",), ("a network",)])
def moves_g(answer: Answer, G: str):
    game = Game(answer, generator(G))
    game.step()
    return {"parameters of G": weights(game.G)}


@scenario("starts every call afresh", cases=[("a shift", 2), ("a network", 2), ("a network", 5)], rtol=1e-6)
def several(answer: Answer, G: str, steps: int):
    game = Game(answer, generator(G))
    returned = [game.step() for _ in range(steps)]
    return {f"parameters of D after {steps} calls": weights(game.D)} | {
        f"parameters of G after {steps} calls": weights(game.G),
        "the losses of the last call": returned[-1],
    }


@scenario("doesn't mind what is left in the gradients", cases=[("D",), ("G",)])
def leftovers(answer: Answer, where: str):
    game = Game(answer, generator("a shift"))
    for parameter in (game.D if where == "D" else game.G).parameters():
        parameter.grad = torch.randn_like(parameter)
    game.step()
    return game.weights()


@scenario("works with any optimizer", cases=[(1,), (3,)], rtol=1e-5, atol=1e-7)
def adam(answer: Answer, steps: int):
    game = Game(answer, generator("a network"), optimizer="Adam")
    for _ in range(steps):
        game.step()
    return game.weights()


@scenario("takes other numbers of reals than of fakes", cases=[(1, 1), (3, 5), (4, 1)])
def ragged(answer: Answer, reals: int, fakes: int):
    game = Game(answer, generator("a shift"))
    return {"(d_loss, g_loss)": game.step(reals, fakes)} | game.weights()


@scenario("takes logits of any shape")
def patches(answer: Answer):
    game = Game(answer, generator("a shift"), nn.Linear(2, 3).double())
    return {"(d_loss, g_loss)": game.step(4, 4, (5, 2))} | game.weights()


@scenario("goes through `G` once forward and once backward", cases=[(1,), (3,)])
def once(answer: Answer, calls: int):
    G = Counting().double()
    game = Game(answer, G)
    for _ in range(calls):
        game.step()
    return {f"forward in {calls} calls": G.forwards, f"backward in {calls} calls": G.backwards}


@scenario("leaves the networks in their modes, and trainable", cases=[(True, True), (False, True), (True, False)])
def modes(answer: Answer, G_trains: bool, D_trains: bool):
    game = Game(answer, generator("a shift").train(G_trains), discriminator().train(D_trains))
    game.step()
    return {
        "G.training, D.training": (game.G.training, game.D.training),
        "all of G is trainable": all(parameter.requires_grad for parameter in game.G.parameters()),
        "all of D is trainable": all(parameter.requires_grad for parameter in game.D.parameters()),
    }
