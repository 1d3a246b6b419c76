"""torch.autograd.grad for each network, so that no other network gets anything."""

import torch
from torch.nn import functional as F


def follow(optimizer, network, loss):
    parameters = list(network.parameters())
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
        parameter.grad = gradient
    optimizer.step()


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)
    d_loss = F.softplus(-D(real)).mean() + F.softplus(D(fake.detach())).mean()
    follow(opt_d, D, d_loss)
    g_loss = F.softplus(-D(fake)).mean()
    follow(opt_g, G, g_loss)
    return float(d_loss), float(g_loss)
