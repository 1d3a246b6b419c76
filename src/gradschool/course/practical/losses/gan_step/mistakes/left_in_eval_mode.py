"""`D` was put into eval mode for the step of `G`, and stays there.

From the second call on its dropout is off and its BatchNorm no longer counts.
Nothing here needs eval mode.
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

    D.eval()  # <- here
    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
