"""Gradschool: learn PyTorch by doing, on your own machine."""

__version__ = "0.1.0"
