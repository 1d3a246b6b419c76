"""Automatic mutants: small, valid, different, and the judge's strength is measured by them."""

from __future__ import annotations

from gradschool.judge import Judge
from gradschool.verify.mutants import mutants
from gradschool.verify.strength import strength
from workbench import Workbench


def test_every_small_change_is_made_once_and_can_be_compiled() -> None:
    made = list(mutants("def f(x):\n    return x.sum(0, keepdim=True) + 1\n"))
    assert sorted(mutant.code.splitlines()[1].strip() for mutant in made) == [
        "return 1",
        "return x + 1",
        "return x.sum(0) + 1",
        "return x.sum(0, keepdim=False) + 1",
        "return x.sum(0, keepdim=True)",
        "return x.sum(0, keepdim=True) + 2",
        "return x.sum(0, keepdim=True) - 1",
        "return x.sum(1, keepdim=True) + 1",
    ]
    assert {mutant.line for mutant in made} == {2}


def test_a_hole_in_the_scenarios_is_a_surviving_mutant(bench: Workbench, judge: Judge) -> None:
    bench.write("solution.py", "def answer(x):\n    if x.numel() > 1000:\n        return 7 * x\n    return 2 * x\n")
    bench.write("mistakes/squares.py", '"""Squared.\n\nNot doubled."""\ndef answer(x):\n    return x ** 2\n')
    found = strength(bench.exercise(), judge)
    assert "7 turned into 8" in [mutant.change for mutant in found.survivors]
    assert "2 turned into 3" not in [mutant.change for mutant in found.survivors]
    assert found.threads == (("squares", "doubles every value"),)
    assert found.idle == ()
