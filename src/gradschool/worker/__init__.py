"""The parent's side of the warm process: start one or find one, and ask it for forks."""

from gradschool.worker.client import Ended, Fork, Worker
from gradschool.worker.pool import Pool, Single
from gradschool.worker.start import AnyWorker, background, own

AnyFork = Fork | Single

__all__ = ["AnyFork", "AnyWorker", "Ended", "Fork", "Pool", "Single", "Worker", "background", "own"]
