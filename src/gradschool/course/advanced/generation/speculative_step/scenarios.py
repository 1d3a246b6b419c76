"""What is observed of an answer to `speculative_step`.

Most promises are about what can come out at all: 64 draws find every outcome that has a chance of one in four, but for
one time in 10^8. Such sets also say which mistake it is, in whatever order an answer draws its numbers. Only the
distribution itself needs to be counted.
"""

from collections import Counter

import torch

from gradschool.scenarios import Answer, scenario

DRAWS = 64
Rows = list[list[float]]


def certain(tokens: list[int], vocabulary: int = 4) -> torch.Tensor:
    """Rows that have all their probability on one token each."""
    return torch.nn.functional.one_hot(torch.tensor(tokens, dtype=torch.int64), vocabulary).float()


def outcomes(answer: Answer, target: Rows, draft: Rows, guesses: list[int]) -> list[tuple[int, ...]]:
    """All that comes out of many draws."""
    step, generator = answer.itself("speculative_step"), seeded()
    tokens = torch.tensor(guesses)
    return sorted({plain(step(table(target), table(draft), tokens, generator)) for _ in range(DRAWS)})


def table(rows: Rows) -> torch.Tensor:
    """A tensor of its own for each call, so that one promise alone is about changing it."""
    return torch.tensor(rows, dtype=torch.float32)


def seeded() -> torch.Generator:
    return torch.Generator().manual_seed(int(torch.randint(2**31, ())))


def plain(result) -> tuple[int, ...]:
    return tuple(int(token) for token in result)


@scenario("accepts guesses that both models are sure of, and adds one more token", cases=[(1,), (2,), (4,)])
def all_accepted(answer: Answer, guesses: int):
    tokens = [1, 3, 0, 3, 2]
    target, draft = certain([*tokens[:guesses], 2]), certain(tokens[:guesses])
    step = answer.itself("speculative_step")
    return {"returned": step(target, draft, torch.tensor(tokens[:guesses]), seeded())}


@scenario(
    "stops at the first guess that the target rules out, and puts the target's token there",
    cases=[([1], [0]), ([1, 0, 3], [0, 0, 3]), ([1, 0, 3], [1, 2, 3]), ([1, 0, 3], [1, 0, 2])],
)
def first_rejection(answer: Answer, guesses: list[int], target: list[int]):
    rows, draft = certain([*target, 1]).tolist(), certain(guesses).tolist()
    return {"all that came out": outcomes(answer, rows, draft, guesses)}


@scenario("draws one token from the only row where nothing was guessed")
def no_guesses(answer: Answer):
    step = answer.itself("speculative_step")
    return {"returned": step(certain([2]), torch.empty(0, 4), torch.empty(0, dtype=torch.int64), seeded())}


@scenario(
    "always accepts a guess that the target likes at least as well as the draft does",
    cases=[([0.5, 0.5], [0.5, 0.5]), ([0.75, 0.25], [0.25, 0.75])],
)
def liked(answer: Answer, target: list[float], draft: list[float]):
    return {"all that came out for guess 0": outcomes(answer, [target, [0, 1]], [draft], [0])}


@scenario("now accepts and now rejects a guess that the draft likes better", cases=[(0,), (1,)])
def liked_less(answer: Answer, guess: int):
    draft = certain([guess], vocabulary=2).tolist()
    return {"all that came out": outcomes(answer, [[0.5, 0.5], [0, 1]], draft, [guess])}


@scenario("draws a random number for each guess")
def each_guess(answer: Answer):
    half, sure = [0.5, 0.5, 0], [1, 0, 0]
    return {"all that came out": outcomes(answer, [half, half, [0, 0, 1]], [sure, sure], [0, 0])}


@scenario(
    "replaces a rejected guess by what the draft proposes too seldom",
    cases=[
        ([0, 0.5, 0.5], [0.5, 0.5, 0]),
        ([0, 0.25, 0.25, 0.5], [0.75, 0.25, 0, 0]),
    ],
)
def residual(answer: Answer, target: list[float], draft: list[float]):
    last = [0.0] * (len(target) - 1) + [1.0]
    return {"all that came out for guess 0": outcomes(answer, [target, last], [draft], [0])}


@scenario("draws from the whole last row when all guesses are accepted", cases=[(0,), (2,)])
def bonus(answer: Answer, guesses: int):
    step, generator = answer.itself("speculative_step"), seeded()
    tokens = [0, 1][:guesses]
    target = torch.cat([certain(tokens), torch.tensor([[0.3, 0, 0.3, 0.4]])])
    draft, guessed = certain(tokens), torch.tensor(tokens, dtype=torch.int64)
    lasts = sorted({plain(step(target.clone(), draft.clone(), guessed, generator))[-1] for _ in range(DRAWS)})
    return {"all that came last": lasts}


@scenario("knows what to do where the draft's probability is 0", cases=[(0.5,), (0.0,)])
def draft_of_zero(answer: Answer, target: float):
    rows = [[target, 1 - target, 0], [0, 0, 1]]
    return {"all that came out for guess 0": outcomes(answer, rows, [[0, 0.5, 0.5]], [0])}


@scenario(
    "falls back on the target's row where nothing is left of the residual", cases=[([0, 1, 0],), ([0, 0.5, 0.5],)]
)
def no_residual(answer: Answer, row: list[float]):
    return {"all that came out for guess 0": outcomes(answer, [row, [1, 0, 0]], [row], [0])}


# The guesses come in the draft's exact proportions, so only the step itself is random. The difference of two such
# shares has a standard error of at most 0.0187: the tolerance is five of those and more.
@scenario("gives the token the target's distribution, not the draft's", rtol=0, atol=0.095)
def distribution(answer: Answer):
    step, generator = answer.itself("speculative_step"), seeded()
    target, draft = table([[0.2, 0.42, 0.38], [0, 0, 1]]), table([[0.6, 0.4, 0]])
    came, accepted, steps = Counter(), 0, 800
    for guess, times in ((0, 480), (1, 320)):
        guessed = torch.tensor([guess])
        for _ in range(times):
            tokens = plain(step(target.clone(), draft.clone(), guessed, generator))
            came[tokens[0]] += 1
            accepted += len(tokens) - 1
    shares = {f"share of {token} as the first token": round(came[token] / steps, 3) for token in range(3)}
    return shares | {"guesses accepted in a step": round(accepted / steps, 3)}


@scenario("takes every random number from the generator", cases=[("acceptance",), ("replacement",), ("last token",)])
def from_generator(answer: Answer, what: str):
    target, draft = {
        "acceptance": ([[0.5, 0.5], [0, 1]], [[1, 0]]),
        "replacement": ([[0, 0.5, 0.5], [0, 0, 1]], [[1, 0, 0]]),
        "last token": ([[1, 0], [0.5, 0.5]], [[1, 0]]),
    }[what]
    step, seed = answer.itself("speculative_step"), int(torch.randint(2**31, ()))
    runs, untouched = [], True
    for start in (1, 2):
        answer.seed(start)
        before = torch.get_rng_state()
        generator = torch.Generator().manual_seed(seed)
        guessed = torch.tensor([0])
        runs.append([plain(step(table(target), table(draft), guessed, generator)) for _ in range(DRAWS)])
        untouched &= torch.equal(torch.get_rng_state(), before)
    return {
        "the same generator gives the same tokens": runs[0] == runs[1],
        "the global stream is left alone": untouched,
        "all that came out": sorted(set(runs[0])),
    }


@scenario("follows torch's global stream where no generator is given")
def from_global_stream(answer: Answer):
    step, runs = answer.itself("speculative_step"), []
    guessed = torch.tensor([0])
    for _ in range(2):
        torch.default_generator.manual_seed(7)  # of torch alone: Python's and numpy's streams run on
        runs.append([plain(step(table([[0.5, 0.5]] * 2), table([[1, 0]]), guessed)) for _ in range(DRAWS)])
    return {"the same seed gives the same tokens": runs[0] == runs[1], "all that came out": sorted(set(runs[0]))}


@scenario("leaves the three tensors as they were")
def unchanged(answer: Answer):
    target = answer.given(torch.tensor([[0, 0.5, 0.5], [0.25, 0.25, 0.5]]), "target_probs")
    draft = answer.given(torch.tensor([[0.5, 0.5, 0]]), "draft_probs")
    guesses = answer.given(torch.tensor([0]), "draft_tokens")
    answer.speculative_step(target, draft, guesses, seeded())
    return {}
