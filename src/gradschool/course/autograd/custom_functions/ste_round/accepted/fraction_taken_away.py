"""Takes the fraction away under no_grad."""
import torch


def ste_round(x):
    with torch.no_grad():
        fraction = x - torch.round(x)
    return x - fraction
