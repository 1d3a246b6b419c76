"""Both faults are still there.

`d_loss.backward()` goes on from the fakes through all of `G`, and frees the graph that `g_loss` needs a moment later.
And what `g_loss` leaves in the gradients of `D` on its way to `G` is still there when `D` makes its next step.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    opt_g.zero_grad()
    fake = G(z)

    on_real, on_fake = D(real), D(fake)  # <- here
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    d_loss.backward()
    opt_d.step()
    opt_d.zero_grad()  # <- here

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
