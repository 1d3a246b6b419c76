"""What is observed of an answer to `beam_search`."""

import math
from itertools import pairwise

import torch

from gradschool.scenarios import Answer, scenario

NAMES = {".": "eos", "<": "bos"}


class Table(dict[str, dict[str, float]]):
    """For each prefix, in letters without `bos`, the probabilities of what may follow; `.` is `eos`."""

    def __repr__(self) -> str:
        """As a learner reads it in the description of a case."""
        rows = ((named("<" + prefix), self[prefix].items()) for prefix in self)
        return "; ".join(f"{prefix}: " + ", ".join(f"{named(letter)} {p}" for letter, p in row) for prefix, row in rows)


def named(letters: str) -> str:
    return " ".join(NAMES.get(letter, letter) for letter in letters)


WORKED = Table(
    {
        "": {".": 0.37, "a": 0.38, "b": 0.25},
        "a": {".": 0.25, "a": 0.40, "b": 0.35},
        "b": {".": 0.90, "a": 0.06, "b": 0.04},
    }
)


class Model:
    """A language model that is a table, with ids of its own for the letters. It remembers how it was called.

    Args:
        table: what may follow each prefix; what it doesn't hold is followed by `a` or `eos`.
        same: whether `bos` and `eos` are one token.
    """

    def __init__(self, table: Table, same: bool = False) -> None:
        letters = sorted({letter for row in table.values() for letter in row} | {"."} | (set() if same else {"<"}))
        ids = torch.randperm(len(letters)).tolist()
        self.letters = dict(zip(ids, letters, strict=True))
        self.eos = ids[letters.index(".")]
        self.bos = self.eos if same else ids[letters.index("<")]
        self.table, self.sizes, self.recorded = table, [], False

    def __call__(self, prefixes: torch.Tensor) -> torch.Tensor:
        if prefixes.ndim != 2 or prefixes.dtype != torch.int64:
            raise TypeError(f"step_fn takes int64 (beams, length), not {prefixes.dtype} {tuple(prefixes.shape)}")
        if not len(prefixes):
            raise ValueError("step_fn was called without a prefix")
        if (prefixes[:, 0] != self.bos).any():
            raise ValueError("step_fn was given a prefix that doesn't start with bos")
        self.sizes.append(len(prefixes))
        self.recorded = self.recorded or torch.is_grad_enabled()
        return torch.tensor([self.row(self.spell(prefix[1:])) for prefix in prefixes.tolist()]).log()

    def row(self, prefix: str) -> list[float]:
        following = self.table.get(prefix, {"a": 0.53, ".": 0.47})
        return [following.get(self.letters[token], 0.0) for token in range(len(self.letters))]

    def spell(self, tokens: list[int]) -> str:
        return "".join(self.letters[token] for token in tokens)


def search(answer: Answer, model: Model, beam_size: int, max_len: int, length_penalty: float) -> dict[str, object]:
    tokens, score = answer.beam_search(model, model.bos, model.eos, beam_size, max_len, length_penalty)
    spelled = named(model.spell(tokens)) if isinstance(tokens, list) else tokens
    return {"tokens": spelled, "score": score}


def drawn(letters: str, depth: int, length_penalty: float) -> Table:
    """A table for prefixes of up to `depth` letters, in which no two sums and no two scores are near each other."""
    while True:
        table, prefixes = Table(), [""]
        for _ in range(depth):
            for prefix in prefixes:
                weights = (1.5 * torch.randn(len(letters) + 1, dtype=torch.float64)).softmax(0).tolist()
                table[prefix] = dict(zip(letters + ".", weights, strict=True))
            prefixes = [prefix + letter for prefix in prefixes for letter in letters]
        sums = every_sum(table)
        scores = [score for _, score in every_score(sums, depth, length_penalty)]
        levels = [[value for text, value in sums.items() if len(text) == length] for length in range(1, depth + 1)]
        if all(b - a > 2e-5 for values in [*levels, scores] for a, b in pairwise(sorted(values))):
            return table


def every_sum(table: Table) -> dict[str, float]:
    sums = {"": 0.0}
    for prefix, row in table.items():
        for letter, probability in row.items():
            sums[prefix + letter] = sums[prefix] + torch.tensor(probability, dtype=torch.float64).log().item()
    return sums


def every_score(sums: dict[str, float], max_len: int, length_penalty: float) -> list[tuple[str, float]]:
    """All sequences that a search may return, with their scores."""
    return [
        (text, value / len(text) ** length_penalty)
        for text, value in sums.items()
        if text.endswith(".") or len(text) == max_len
    ]


@scenario("finds what the worked case finds", cases=[(1, 0.0), (2, 0.0), (2, 1.0), (3, 1.0)], rtol=1e-4)
def worked(answer: Answer, beam_size: int, length_penalty: float):
    return search(answer, Model(WORKED), beam_size, 2, length_penalty)


@scenario(
    "is exact when the beam is wide enough",
    cases=[("a", 1, 0.0), ("a", 3, 1.0), ("ab", 3, 0.5), ("ab", 4, 2.0), ("abc", 3, 1.0)],
    rtol=1e-4,
)
def exact(answer: Answer, letters: str, max_len: int, length_penalty: float):
    table = drawn(letters, max_len, length_penalty)
    found = search(answer, Model(table), 200, max_len, length_penalty)
    best = max(score for _, score in every_score(every_sum(table), max_len, length_penalty))
    return found | {"as good as the best of all sequences": abs(float(found["score"]) - best) < 1e-4}


@scenario(
    "keeps the right candidates in a narrow beam",
    cases=[(1, 0.0), (2, 0.0), (2, 1.0), (3, 1.0), (5, 0.7)],
    rtol=1e-4,
)
def narrow(answer: Answer, beam_size: int, length_penalty: float):
    return search(answer, Model(drawn("abc", 4, length_penalty)), beam_size, 4, length_penalty)


ONE_PARENT = Table(
    {
        "": {"a": 0.6, "b": 0.3, ".": 0.1},
        "a": {"a": 0.5, "b": 0.45, ".": 0.05},
        "b": {"a": 0.5, "b": 0.3, ".": 0.2},
        "aa": {"a": 0.4, "b": 0.35, ".": 0.25},
        "ab": {"a": 0.01, "b": 0.02, ".": 0.97},
        "ba": {"a": 0.5, "b": 0.3, ".": 0.2},
    }
)


@scenario("keeps the best of all candidates, also where they extend the same prefix", [(ONE_PARENT,)], rtol=1e-4)
def one_parent(answer: Answer, model: Table):
    return search(answer, Model(model), 2, 3, 0.0)


SET_ASIDE = Table(
    {
        "": {".": 0.5, "a": 0.4, "b": 0.1},
        "a": {"a": 0.6, "b": 0.39, ".": 0.01},
        "aa": {"a": 0.4, "b": 0.35, ".": 0.25},
        "ab": {".": 0.98, "a": 0.015, "b": 0.005},
    }
)


@scenario(
    "sets what is finished aside, where it takes no place in the beam",
    cases=[(SET_ASIDE, 2), (SET_ASIDE, 3)],
    rtol=1e-4,
)
def set_aside(answer: Answer, model: Table, max_len: int):
    return search(answer, Model(model), 2, max_len, 1.0)


LATE = Table(
    {
        "": {".": 0.4, "a": 0.35, "b": 0.25},
        "a": {".": 0.5, "a": 0.42, "b": 0.08},
        "aa": {".": 0.3, "a": 0.6, "b": 0.1},
        "aaa": {".": 0.9, "a": 0.06, "b": 0.04},
    }
)


@scenario("goes on when some sequences are finished", cases=[(LATE, 1.0), (LATE, 2.0)], rtol=1e-4)
def goes_on(answer: Answer, model: Table, length_penalty: float):
    return search(answer, Model(model), 2, 5, length_penalty)


EARLY = Table({"": {".": 0.6, "a": 0.4}, "a": {".": 0.3, "a": 0.7}, "aa": {".": 0.2, "a": 0.8}})


@scenario("remembers what finished early", cases=[(EARLY, 1), (EARLY, 2)], rtol=1e-4)
def finished_early(answer: Answer, model: Table, beam_size: int):
    return search(answer, Model(model), beam_size, 3, 0.0)


OPEN = Table({"": {".": 0.1, "a": 0.9}, "a": {".": 0.2, "a": 0.8}, "aa": {".": 0.3, "a": 0.7}})


@scenario("lets unfinished sequences compete at max_len", cases=[(OPEN, 1), (OPEN, 2), (OPEN, 3)], rtol=1e-4)
def unfinished(answer: Answer, model: Table, max_len: int):
    return search(answer, Model(model), 3, max_len, 1.0)


ENDLESS = Table({"": {"a": 0.7, "b": 0.3}, "a": {"a": 0.6, "b": 0.4}, "b": {"a": 0.8, "b": 0.2}, "aa": {"a": 1.0}})


@scenario("returns an unfinished sequence where eos can't follow", cases=[(ENDLESS, 1), (ENDLESS, 2)], rtol=1e-4)
def endless(answer: Answer, model: Table, max_len: int):
    return search(answer, Model(model), 2, max_len, 1.0)


CHAIN = Table({"": {"a": 1.0}, "a": {"a": 0.9, "b": 0.1}, "aa": {".": 0.8, "a": 0.15, "b": 0.05}})


@scenario(
    "divides by length**length_penalty, eos counted",
    cases=[(CHAIN, 0.0), (CHAIN, 0.5), (CHAIN, 1.0), (CHAIN, 2.0)],
    rtol=1e-4,
)
def penalties(answer: Answer, model: Table, length_penalty: float):
    return search(answer, Model(model), 2, 3, length_penalty)


@scenario("takes a beam wider than the vocabulary", cases=[(4, 1), (50, 2)], rtol=1e-4)
def wide(answer: Answer, beam_size: int, max_len: int):
    return search(answer, Model(WORKED), beam_size, max_len, 0.0)


@scenario("starts although bos and eos are the same token", rtol=1e-4)
def same_token(answer: Answer):
    return search(answer, Model(WORKED, same=True), 3, 2, 1.0)


@scenario("calls step_fn once a step, with beam_size prefixes at most", cases=[(1, 1), (3, 4)])
def calls(answer: Answer, beam_size: int, max_len: int):
    model = Model(Table({"": {"a": 0.5, "b": 0.3, "c": 0.2}}))
    answer.beam_search(model, model.bos, model.eos, beam_size, max_len, 0.0)
    return {
        "calls of step_fn": answer.at_most(max_len, len(model.sizes), "calls"),
        "prefixes in one call": answer.at_most(beam_size, max(model.sizes), "prefixes"),
    }


@scenario("stops when nothing is live", rtol=1e-4)
def nothing_left(answer: Answer):
    return search(answer, Model(Table({"": {".": 0.9, "a": 0.1}})), 1, 5, 1.0)


@scenario("calls step_fn with gradients switched off, and leaves them as they were")
def gradients(answer: Answer):
    model = Model(WORKED)
    search(answer, model, 2, 2, 1.0)
    return {"gradients on in step_fn": model.recorded, "gradients on afterwards": torch.is_grad_enabled()}


# The likeliest of sixteen has a log-probability of -2.2: 80 of them are a probability that float32 can't hold, and a
# sum at which bfloat16 counts in whole numbers.
@scenario("adds up long sequences without losing digits", cases=[(torch.float32,), (torch.bfloat16,)], rtol=1e-3)
def long(answer: Answer, dtype: torch.dtype):
    row = torch.linspace(-1, 1, 16).log_softmax(0)[torch.randperm(16)].to(dtype)
    bos, eos = row.argsort()[:2].tolist()
    tokens, score = answer.beam_search(lambda prefixes: row.expand(len(prefixes), 16), bos, eos, 1, 80, 0.0)
    return {"length": len(tokens), "score": score, "the score is finite": math.isfinite(score)}
