"""The loss of `G` uses what `D` said before its step.

Those logits belong to weights that `opt_d.step()` has overwritten since, and autograd notices: "modified by an inplace operation".
Ask the new `D`: `D(fake)` once more.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake)
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    opt_d.zero_grad()
    d_loss.backward(retain_graph=True)
    opt_d.step()

    g_loss = bce(on_fake, torch.ones_like(on_fake))  # <- here
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
