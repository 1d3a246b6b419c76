"""What is observed of an answer to `sample_logits`: which tokens come, and how often.

No two right answers draw the same tokens, so nothing else can be compared.
"""

import torch

from gradschool.scenarios import Answer, scenario

# Where few are drawn, a token that may come has at least 6 %, and is missed in 400 draws once in 10^10 times.
# Two honest shares out of 1,000 draws differ by 0.022 (one standard error): 0.13 is nearly six, a mistake lies beyond.
FEW, MANY, SHARE = 400, 1000, 0.13
ODDS = (0.1, 0.4, 0.06, 0.3, 0.14)  # the likeliest are 1, 3, 4, 0, 2; together they hold 0.4, 0.7, 0.84, 0.94, 1


def logits_of(odds: tuple[float, ...], times: int = FEW, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """A row of logits with these odds, so many times over."""
    return torch.tensor(odds).log().to(dtype).repeat(times, 1)


def drawn(tokens: torch.Tensor) -> dict[str, object]:
    """Which tokens came."""
    return {"tokens drawn": tokens.unique().tolist()}


def shares(tokens: torch.Tensor, vocabulary: int) -> dict[str, object]:
    """Which tokens came, and how often."""
    return drawn(tokens) | {
        "share of each token": torch.bincount(tokens.flatten(), minlength=vocabulary) / tokens.numel()
    }


@scenario("draws each token as often as softmax says", cases=[((0.8, 0.2),), (ODDS,)], rtol=0, atol=SHARE)
def frequencies(answer: Answer, odds: tuple[float, ...]):
    return shares(answer.sample_logits(answer.given(logits_of(odds, MANY), "logits")), len(odds))


@scenario(
    "divides the logits by the temperature",
    cases=[(0.2, (0.4, 0.6)), (4.0, (0.01, 0.99))],
    rtol=0,
    atol=SHARE,
)
def tempered(answer: Answer, temperature: float, odds: tuple[float, ...]):
    return shares(answer.sample_logits(answer.given(logits_of(odds, MANY), "logits"), temperature), len(odds))


@scenario(
    "takes the likeliest at temperature 0, however close the next one is", cases=[(None, None), (3, None), (None, 0.9)]
)
def greedy(answer: Answer, top_k: int | None, top_p: float | None):
    row = torch.tensor([0.0, 1.0, -2.0, 1.0 + 2**-22])  # two steps of float32 apart
    return drawn(answer.sample_logits(answer.given(row.repeat(100, 1), "logits"), 0, top_k, top_p))


@scenario("keeps the k likeliest and no other", cases=[(1,), (2,), (3,)])
def top_k_cut(answer: Answer, top_k: int):
    return drawn(answer.sample_logits(answer.given(logits_of(ODDS), "logits"), top_k=top_k))


@scenario("cuts nothing if there are no more than k tokens", cases=[(5,), (9,)])
def top_k_beyond(answer: Answer, top_k: int):
    return drawn(answer.sample_logits(answer.given(logits_of(ODDS), "logits"), top_k=top_k))


@scenario("keeps the likeliest tokens until they hold top_p together", cases=[(0.1,), (0.5,), (0.8,), (0.97,), (1.0,)])
def top_p_cut(answer: Answer, top_p: float):
    return drawn(answer.sample_logits(answer.given(logits_of(ODDS), "logits"), top_p=top_p))


@scenario("draws from what is left as softmax says", cases=[(2, None), (None, 0.95)], rtol=0, atol=SHARE)
def renormalized(answer: Answer, top_k: int | None, top_p: float | None):
    logits = answer.given(logits_of((0.02, 0.9, 0.08), MANY), "logits")
    return shares(answer.sample_logits(logits, top_k=top_k, top_p=top_p), 3)


@scenario("applies the temperature before it cuts")
def temperature_first(answer: Answer):
    # At temperature 2 the odds are 0.30, 0.26, 0.18, ...: it takes three to hold 0.65, and two at temperature 1.
    return drawn(answer.sample_logits(answer.given(logits_of(ODDS), "logits"), 2.0, top_p=0.65))


@scenario("measures top_p in what top_k has left")
def top_k_first(answer: Answer):
    return drawn(answer.sample_logits(answer.given(logits_of(ODDS), "logits"), top_k=3, top_p=0.77))


@scenario("treats each row by itself", cases=[(None, None), (2, None), (None, 0.5)])
def rows(answer: Answer, top_k: int | None, top_p: float | None):
    above, below = logits_of(ODDS), logits_of(tuple(sorted(ODDS))) - 20
    both = torch.stack([above, below], 1).flatten(0, 1)  # every second row is of the other kind
    tokens = answer.sample_logits(answer.given(both, "logits"), top_k=top_k, top_p=top_p)
    return {"drawn in even rows": tokens[0::2].unique().tolist(), "in odd rows": tokens[1::2].unique().tolist()}


@scenario("takes logits of any size", cases=[(-1000.0,), (1000.0,)])
def any_size(answer: Answer, offset: float):
    return drawn(answer.sample_logits(answer.given(logits_of(ODDS) + offset, "logits"), top_k=3))


@scenario("never draws a token whose logit is -inf", cases=[(3, None), (None, 0.95)])
def impossible(answer: Answer, top_k: int | None, top_p: float | None):
    logits = answer.given(logits_of((0.4, 0.0, 0.6, 0.0, 0.0)), "logits")
    return drawn(answer.sample_logits(logits, top_k=top_k, top_p=top_p))


@scenario(
    "works in every floating dtype",
    cases=[(torch.float64, 1.0), (torch.bfloat16, 1.0), (torch.float16, 1.0), (torch.float16, 0.001)],
)
def dtypes(answer: Answer, dtype: torch.dtype, temperature: float):
    logits = logits_of((0.1, 0.6, 0.3), dtype=dtype) + 100
    return drawn(answer.sample_logits(answer.given(logits, "logits"), temperature, 2, 0.95))


@scenario("returns one int64 token for each row", cases=[(1, 1.0), (1, 0.0), (3, 1.0)])
def shape(answer: Answer, batch: int, temperature: float):
    tokens = answer.sample_logits(answer.given(torch.randn(batch, 7), "logits"), temperature, 5, 0.9)
    return {"shape": tuple(tokens.shape), "dtype": str(tokens.dtype)}


@scenario("draws from the generator, goes on in it, and leaves torch's own stream alone")
def own_stream(answer: Answer):
    draw, logits = answer.itself("sample_logits"), torch.randn(200, 7)
    generator = torch.Generator().manual_seed(3)
    before = torch.get_rng_state()
    first, second = (draw(logits, generator=generator) for _ in range(2))
    untouched = torch.equal(before, torch.get_rng_state())
    again = draw(logits, generator=torch.Generator().manual_seed(3))
    return {
        "the same seed draws the same": torch.equal(first, again),
        "the next call draws the same": torch.equal(first, second),
        "torch's own stream is untouched": untouched,
    }


@scenario("follows torch's seed when there is no generator")
def common_stream(answer: Answer):
    draw, logits, tokens = answer.itself("sample_logits"), torch.randn(200, 7), []
    for number in (7, 7, 8):
        answer.seed(number)
        tokens.append(draw(logits))
    return {
        "the same seed draws the same": torch.equal(tokens[0], tokens[1]),
        "another seed draws the same": torch.equal(tokens[0], tokens[2]),
        "the next call draws the same": torch.equal(tokens[2], draw(logits)),
    }
