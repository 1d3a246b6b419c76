"""The gradients of `D` are never cleared.

They pile up from call to call, those of its own loss and, what is worse, those of the loss of `G`, which passes through `D` as well.
`opt_d.zero_grad()` belongs right before `d_loss.backward()`.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake.detach())
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    d_loss.backward()  # <- here
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
