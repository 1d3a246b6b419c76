"""The loss of `D` still goes through `G`.

`D` needs the fakes as numbers; with their history, its backward frees the graph of `G` and fills the gradients of `G` with what makes the fakes *easier* to spot.
Give `D` `fake.detach()`, and keep `fake` for the loss of `G`.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    opt_g.zero_grad()
    fake = G(z)

    on_real, on_fake = D(real), D(fake)  # <- here
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
