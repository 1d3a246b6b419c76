"""Both losses went backward before either network moved.

`D` collects the gradients of both losses and moves by their sum; and `G` is judged by a `D` that is one step old.
Finish `D`, backward and step, before the loss of `G` begins.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)
    opt_d.zero_grad()
    opt_g.zero_grad()

    on_real, on_fake = D(real), D(fake.detach())
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    d_loss.backward()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    g_loss.backward()

    opt_d.step()  # <- here
    opt_g.step()
    return d_loss.item(), g_loss.item()
