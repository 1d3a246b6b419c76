"""What is observed of an answer to `standardize_`."""

import torch

from gradschool.scenarios import Answer, scenario


def table(*shape: int, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """Columns of different means and spreads."""
    columns = shape[-1]
    return torch.randn(shape, dtype=dtype) * torch.linspace(0.5, 3, columns, dtype=dtype) + torch.arange(columns)


@scenario(
    "gives every column mean 0 and standard deviation 1", cases=[((2, 1),), ((3, 2),), ((5, 3),), ((4, 4),), ((1, 3),)]
)
def values(answer: Answer, shape: tuple[int, int]):
    x = table(*shape)
    answer.standardize_(x)
    return {"x after standardize_(x)": x}


@scenario("returns x itself")
def same(answer: Answer):
    x = table(3, 2)
    returned = answer.standardize_(x)
    return {"standardize_(x) is x": returned is x}


@scenario("makes a constant column 0")
def constant(answer: Answer):
    x = torch.cat([torch.full((4, 1), 7.0), table(4, 1)], 1)
    answer.standardize_(x)
    return {"x after standardize_(x)": x}


@scenario("adds eps under the root", cases=[(1e-5,), (0.5,)])
def epsilon(answer: Answer, eps: float):
    x = table(4, 2, dtype=torch.float64) * 0.01  # so small that every eps counts
    answer.standardize_(x, eps)
    return {"x after standardize_(x, eps)": x}


@scenario("keeps its digits far away from 0", rtol=1e-2, atol=1e-2)
def far_away(answer: Answer):
    x = torch.randn(50, 2) + 1e4  # float32 has steps of 0.001 there
    answer.standardize_(x)
    return {"x after standardize_(x)": x}


@scenario("works on a view, and leaves what lies between alone", cases=[("base.T",), ("base[1:, ::2]",)])
def views(answer: Answer, view: str):
    base = table(4, 5)
    answer.standardize_({"base.T": base.T, "base[1:, ::2]": base[1:, ::2]}[view])
    return {"base afterwards": base}


@scenario("gives back the dtype that it gets", cases=[(torch.float64,)])
def dtypes(answer: Answer, dtype: torch.dtype):
    x = table(4, 3, dtype=dtype)
    answer.standardize_(x)
    return {"x after standardize_(x)": x}


@scenario("takes at most a tenth of the memory of x besides")
def memory(answer: Answer):
    x = table(500, 8)  # 16,000 bytes
    measured = answer.measure(lambda: answer.standardize_(x))
    answer.tell(f"the largest new tensor has {measured.largest_bytes:,} bytes, x has {x.nbytes:,}")
    return {"memory at the peak": answer.at_most(x.nbytes // 10, measured.peak_bytes, "bytes beside x")}
