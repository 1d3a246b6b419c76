"""`D` still learns from the loss of `G`, one call late.

The loss of `G` reaches `G` through `D`, and leaves a gradient in every parameter that it passes.
`opt_d.zero_grad()` came before that, and nothing clears `D` until its next step, which then teaches it to take fakes for real.
Clear right before `d_loss.backward()`.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake.detach())
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    d_loss.backward()
    opt_d.step()
    opt_d.zero_grad()  # <- here

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
