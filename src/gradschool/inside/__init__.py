"""The child side of every process: the only rooms that import torch and run a learner's code."""
