"""Reals and fakes go through D in one batch, and are told apart behind it; `.data` for the cut."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits


def gan_step(G, D, opt_g, opt_d, real, z):
    opt_d.zero_grad()
    fakes = G(z)
    on_real, on_fake = D(torch.cat([real, fakes.data])).split([len(real), len(fakes)])
    loss_real = binary_cross_entropy_with_logits(on_real, torch.full_like(on_real, 1.0))
    loss_fake = binary_cross_entropy_with_logits(on_fake, torch.full_like(on_fake, 0.0))
    (loss_real + loss_fake).backward()
    opt_d.step()

    opt_g.zero_grad()
    verdict = D(fakes)
    g_loss = binary_cross_entropy_with_logits(verdict, torch.full_like(verdict, 1.0))
    g_loss.backward()
    opt_g.step()
    return (loss_real + loss_fake).item(), g_loss.item()
