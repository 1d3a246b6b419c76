"""Reals and fakes went into one mean.

It is half of the sum that is asked for; and where there are more fakes than reals, the fakes count for more.
Take one mean for each kind, and add the two.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake.detach())
    labels = torch.cat([torch.ones_like(on_real), torch.zeros_like(on_fake)])
    d_loss = bce(torch.cat([on_real, on_fake]), labels)  # <- here
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
