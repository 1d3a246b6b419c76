"""Submission in, report out."""

from gradschool.judge.judge import Judge

__all__ = ["Judge"]
