"""The fakes have no history for the loss of `G` either, and `G` never moves.

`G(z).detach()`, and `G(z)` under `no_grad`, cut for good; `g_loss.backward()` then ends in `D` without a word.
Detach where `D`'s loss is computed, and there alone.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z).detach()  # <- here

    on_real, on_fake = D(real), D(fake)
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
