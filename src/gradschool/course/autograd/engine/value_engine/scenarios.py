"""What is observed of an answer to `Value`."""

import random
import sys
from collections.abc import Callable

from gradschool.scenarios import Answer, scenario

OPERATIONS = {
    "a + b": lambda a, b: a + b,
    "a * b": lambda a, b: a * b,
    "a - b": lambda a, b: a - b,
    "a / b": lambda a, b: a / b,
    "-a + b": lambda a, b: -a + b,
    "a ** 3 + b": lambda a, b: a**3 + b,
    "a.exp() + b": lambda a, b: a.exp() + b,
    "a.tanh() + b": lambda a, b: a.tanh() + b,
}
WITH_NUMBERS = {
    "a + 2": lambda a: a + 2,
    "a * 2": lambda a: a * 2,
    "a - 2": lambda a: a - 2,
    "a / 2": lambda a: a / 2,
    "2 + a": lambda a: 2 + a,
    "2 * a": lambda a: 2 * a,
    "2 - a": lambda a: 2 - a,
    "2 / a": lambda a: 2 / a,
    "sum([a, a])": lambda a: sum([a, a]),
}
POWERS = [(3.0, 2), (-3.0, 2), (-3.0, 3), (0.0, 2), (4.0, 0.5), (-2.0, -1)]
REUSED = {
    "a + a": lambda a: a + a,
    "a * a": lambda a: a * a,
    "a - a": lambda a: a - a,
    "a * a * a": lambda a: a * a * a,
    "a * a.exp()": lambda a: a * a.exp(),
}
DIAMONDS = {
    "h + 3 * h": lambda h: h + 3 * h,
    "3 * h + h": lambda h: 3 * h + h,
    "h * (h + 1)": lambda h: h * (h + 1),
    "h.exp().tanh() * h + h": lambda h: h.exp().tanh() * h + h,
}


def number() -> float:
    """A number that isn't close to 0, of either sign."""
    return random.choice([-1, 1]) * random.uniform(0.5, 1.5)


@scenario("computes each operation, and the slope towards each operand", cases=[(each,) for each in OPERATIONS])
def slopes(answer: Answer, operation: str):
    a, b = answer.Value(number()), answer.Value(number())
    result = OPERATIONS[operation](a, b)
    result.backward()
    return {operation: float(result.data), "a.grad": float(a.grad), "b.grad": float(b.grad)}


@scenario("is finished with `relu` on both sides of 0, and at 0", cases=[(2.0,), (-2.0,), (0.0,)])
def relu(answer: Answer, data: float):
    a = answer.Value(data)
    result = 3 * a.relu()
    result.backward()
    return {"3 * a.relu()": float(result.data), "a.grad": float(a.grad)}


@scenario("raises any number to any power that is a number", cases=POWERS)
def powers(answer: Answer, base: float, exponent: float):
    a = answer.Value(base)
    result = a**exponent
    result.backward()
    return {"a ** exponent": float(result.data), "a.grad": float(a.grad)}


@scenario("refuses a Value as the exponent")
def value_exponent(answer: Answer):
    a, b = answer.Value(2.0), answer.Value(3.0)
    return {"a ** b": answer.attempt(lambda: (a**b).data)}


@scenario("keeps `tanh` finite for large numbers", cases=[(20.0,), (1000.0,), (-1000.0,)])
def large(answer: Answer, data: float):
    a = answer.Value(data)
    result = a.tanh()
    result.backward()
    return {"a.tanh()": float(result.data), "a.grad": float(a.grad)}


@scenario("takes a plain number on either side", cases=[(each,) for each in WITH_NUMBERS])
def with_numbers(answer: Answer, operation: str):
    a = answer.Value(number())
    result = WITH_NUMBERS[operation](a)
    result.backward()
    return {operation: float(result.data), "a.grad": float(a.grad)}


@scenario("multiplies what arrives from above by each slope", cases=[(each,) for each in OPERATIONS])
def chained(answer: Answer, operation: str):
    a, b = answer.Value(number()), answer.Value(number())
    result = OPERATIONS[operation](a, b)
    loss = (result * 3).tanh()
    loss.backward()
    return {
        f"(({operation}) * 3).tanh()": float(loss.data),
        "a.grad": float(a.grad),
        "b.grad": float(b.grad),
        f"({operation}).grad": float(result.grad),
        "loss.grad": float(loss.grad),
    }


@scenario("adds up what comes from each use of a Value", cases=[(each,) for each in REUSED])
def reused(answer: Answer, expression: str):
    a = answer.Value(number())
    REUSED[expression](a).backward()
    return {"a.grad": float(a.grad)}


@scenario("waits until everything has arrived before it goes on", cases=[(each,) for each in DIAMONDS])
def diamonds(answer: Answer, expression: str):
    a = answer.Value(2.0)
    h = a * a * 0.25
    DIAMONDS[expression](h).backward()
    return {"h.grad": float(h.grad), "a.grad": float(a.grad)}


@scenario("is right for any graph: random ones, compared leaf by leaf", cases=[(4,), (12,), (30,)])
def random_graphs(answer: Answer, operations: int):
    leaves = [answer.Value(number()) for _ in range(3)]
    made = list(leaves)
    for _ in range(operations):
        left, right = random.choice(made), random.choice(made)
        made.append(random.choice([left * right, left - right, left.tanh() + right, (left + right).relu()]).tanh())
    loss = sum(made)
    loss.backward()
    return {"loss": float(loss.data), "leaves' grads": [float(leaf.grad) for leaf in leaves]}


@scenario("knows two Values with the same number apart")
def same_numbers(answer: Answer):
    a, b = answer.Value(2.0), answer.Value(2.0)
    loss = a * a * b + (b + 1) * 3
    loss.backward()
    return {"a.grad": float(a.grad), "b.grad": float(b.grad)}


@scenario("follows a long chain", cases=[(10,), (5_000,)])
def long_chain(answer: Answer, operations: int):
    a = answer.Value(1.0)
    result = a
    for _ in range(operations):
        result = result + 1
    result.backward()
    return {"result": float(result.data), "a.grad": float(a.grad)}


@scenario("visits a Value once, however many paths lead through it", cases=[(3,), (14,)])
def many_paths(answer: Answer, doublings: int):
    a = answer.Value(1.0)
    result = a
    for _ in range(doublings):
        result = result + result
    calls = calls_of(result.backward)
    return {"a.grad": float(a.grad), "calls in backward": answer.at_most(2_000, calls, "function calls")}


def calls_of(action: Callable[[], object]) -> int:
    """How many function calls `action` makes: a cost that repeats exactly."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@scenario("adds up over passes through the same graph", cases=[(1,), (2,), (3,)])
def repeated(answer: Answer, passes: int):
    a, b = answer.Value(2.0), answer.Value(-0.5)
    loss = (a * b).tanh() * 5
    for _ in range(passes):
        loss.backward()
    return {"a.grad": float(a.grad), "b.grad": float(b.grad)}


@scenario("adds up over two results that share a part")
def shared_part(answer: Answer):
    a = answer.Value(2.0)
    shared = a * 3
    first, second = shared * 2, shared**2
    first.backward()
    second.backward()
    return {"a.grad": float(a.grad)}


@scenario("leaves alone what the result doesn't come from")
def bystanders(answer: Answer):
    a, bystander = answer.Value(2.0), answer.Value(3.0)
    other = a * bystander
    (a * 5).backward()
    return {"other.grad": float(other.grad), "bystander.grad": float(bystander.grad), "a.grad": float(a.grad)}


@scenario("trains a neuron")
def training(answer: Answer):
    points = [((number(), number()), random.choice([-1.0, 1.0])) for _ in range(4)]
    weights = [answer.Value(0.1), answer.Value(-0.2), answer.Value(0.0)]
    losses = []
    for _ in range(20):
        loss = sum(((weights[0] * x[0] + x[1] * weights[1] + weights[2]).tanh() - target) ** 2 for x, target in points)
        losses.append(float(loss.data))
        for weight in weights:
            weight.grad = 0.0
        loss.backward()
        for weight in weights:
            weight.data = weight.data - 0.05 * weight.grad
    return {"losses": losses, "weights": [float(weight.data) for weight in weights]}
