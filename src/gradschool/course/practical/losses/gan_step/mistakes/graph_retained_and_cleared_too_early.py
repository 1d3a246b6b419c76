"""The message is gone, and both gradients still go where they don't belong.

`retain_graph=True` let the loss of `D` add its gradient to that of `G`, and nearly all of the two cancels.
And `D`, cleared before the loss of `G` has gone through it, is taught by that loss in the next call.
Cut with `detach()`, and clear right before the backward.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    opt_g.zero_grad()
    fake = G(z)

    on_real, on_fake = D(real), D(fake)
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    d_loss.backward(retain_graph=True)  # <- here
    opt_d.step()
    opt_d.zero_grad()  # <- here

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
