"""The steps are right, and every call goes backward through `G` twice: once for nothing.

The loss of `D` still runs through the whole generator, whose gradients are then thrown away; time and memory are not.
`fake.detach()` ends that walk where it should end, and nothing has to be retained.
"""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce


def gan_step(G, D, opt_g, opt_d, real, z):
    fake = G(z)

    on_real, on_fake = D(real), D(fake)
    d_loss = bce(on_real, torch.ones_like(on_real)) + bce(on_fake, torch.zeros_like(on_fake))
    opt_d.zero_grad()
    d_loss.backward(retain_graph=True)  # <- here
    opt_d.step()

    on_fake = D(fake)
    g_loss = bce(on_fake, torch.ones_like(on_fake))
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    return d_loss.item(), g_loss.item()
