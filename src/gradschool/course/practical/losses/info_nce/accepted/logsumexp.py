"""Two logsumexps less the diagonal; the lengths bounded under the root."""
import torch


def unit(x):
    return x * x.square().sum(1, keepdim=True).clamp_min(1e-7).rsqrt()


def info_nce(image_emb, text_emb, temperature=0.07):
    scores = unit(image_emb) @ unit(text_emb).mT
    scores = scores / temperature
    confusion = torch.logsumexp(scores, 0).mean() + torch.logsumexp(scores, 1).mean()
    return confusion / 2 - scores.diagonal().mean()
