"""The parent's side of the warm process: start one or find one, and ask it for forks."""

from gradschool.worker.client import Ended, Fork, Worker
from gradschool.worker.start import background, own

__all__ = ["Ended", "Fork", "Worker", "background", "own"]
