"""`retain_graph=True` silenced the message, and `G` now follows both losses at once.

With $s$ for the probability that `D` gives a fake, the loss of `G` pulls its logit up with $1 - s$, and that of `D` pulls it down with $s$.
The sum of the two is 0 where `D` is undecided.
The graph needs no second walk: `D(fake.detach())`.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    opt_g.zero_grad()
    fake = G(z)

    on_real, on_fake = D(real), D(fake)  # <- here
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    opt_d.zero_grad()
    d_loss.backward(retain_graph=True)
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
