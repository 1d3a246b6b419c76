"""F.cosine_similarity on all pairs; one cross-entropy over a stack of the table and its transpose."""
import torch
from torch.nn import functional as F


def info_nce(image_emb, text_emb, temperature=0.07):
    n = image_emb.shape[0]
    cosines = F.cosine_similarity(image_emb.unsqueeze(1), text_emb.unsqueeze(0), dim=2)
    both_ways = torch.cat([cosines, cosines.t()]) / temperature
    return F.cross_entropy(both_ways, torch.arange(n, device=image_emb.device).repeat(2))
