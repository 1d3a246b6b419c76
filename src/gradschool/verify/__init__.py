"""Proves the course: every example, every output, every starter, solution, mistake, accepted form and link."""

from gradschool.verify.verify import Counts, Verdict, verify

__all__ = ["Counts", "Verdict", "verify"]
