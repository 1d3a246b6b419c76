"""The labels of the fakes have the shape of the reals.

The last batch of an epoch is shorter, and then there are more fakes than labels: `ValueError`.
Make labels with `ones_like` and `zeros_like` of the logits that they belong to.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake.detach())
    ones, zeros = torch.ones_like(on_real), torch.zeros_like(on_real)  # <- here
    d_loss = bce(on_real, ones) + bce(on_fake, zeros)
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, ones)
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
