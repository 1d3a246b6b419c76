"""`G` made its fakes twice, once for each loss.

The steps are right, at twice the price, and a BatchNorm in `G` would count every batch twice.
`fake.detach()` shares the numbers of `fake` and costs nothing.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake.detach())
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    on_fake = D(G(z))  # <- here
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
