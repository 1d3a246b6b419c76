"""D frozen during the step of G, and thawed; the gradients cleared at the start of the call."""

import torch
from torch import nn

criterion = nn.BCEWithLogitsLoss()


def gan_step(G, D, opt_g, opt_d, real, z):
    opt_d.zero_grad(set_to_none=False)
    opt_g.zero_grad(set_to_none=False)
    fake = G(z)

    scores = D(real)
    loss_on_real = criterion(scores, torch.ones(scores.shape, dtype=scores.dtype))
    loss_on_real.backward()
    scores = D(fake.detach())
    loss_on_fake = criterion(scores, torch.zeros(scores.shape, dtype=scores.dtype))
    loss_on_fake.backward()
    opt_d.step()

    D.requires_grad_(False)
    scores = D(fake)
    g_loss = criterion(scores, torch.ones(scores.shape, dtype=scores.dtype))
    g_loss.backward()
    D.requires_grad_(True)
    opt_g.step()
    return loss_on_real.item() + loss_on_fake.item(), g_loss.item()
