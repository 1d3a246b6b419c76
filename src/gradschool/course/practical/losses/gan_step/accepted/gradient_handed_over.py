"""The gradient of the fakes is computed in D, and handed over to G by hand."""

import torch
from torch.nn.functional import logsigmoid


def gan_step(G, D, opt_g, opt_d, real, z):
    made = G(z)
    fake = made.detach().requires_grad_()

    for parameter in D.parameters():
        parameter.grad = None
    d_loss = -logsigmoid(D(real)).mean() - logsigmoid(-D(fake.detach())).mean()
    d_loss.backward()
    opt_d.step()

    g_loss = -logsigmoid(D(fake)).mean()
    g_loss.backward()
    opt_d.zero_grad()
    opt_g.zero_grad()
    made.backward(fake.grad)
    opt_g.step()
    return d_loss.detach().item(), g_loss.detach().item()
