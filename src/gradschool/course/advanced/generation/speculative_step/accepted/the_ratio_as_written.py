"""min(1, p / q) and a normalized residual, guess by guess, with every case spelled out."""

import torch


def speculative_step(target_probs, draft_probs, draft_tokens, generator=None):
    for place, guess in enumerate(draft_tokens):
        p, q = target_probs[place], draft_probs[place]
        if q[guess] > 0:
            ratio = torch.clamp(p[guess] / q[guess], max=1)
        else:
            ratio = (p[guess] > 0).float()
        if torch.rand(1, generator=generator) < ratio:
            continue
        residual = torch.maximum(p - q, torch.zeros_like(p))
        total = residual.sum()
        distribution = p if total == 0 else residual / total
        replacement = torch.multinomial(distribution, num_samples=1, generator=generator)
        return torch.cat([draft_tokens[:place], replacement]).tolist()
    return torch.cat([draft_tokens, torch.multinomial(target_probs[-1], 1, generator=generator)]).tolist()
