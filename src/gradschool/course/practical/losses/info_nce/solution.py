import torch
from torch.nn import functional as F


def info_nce(image_emb: torch.Tensor, text_emb: torch.Tensor, temperature: float | torch.Tensor = 0.07) -> torch.Tensor:
    """The contrastive loss of two batches of embeddings (N, D) whose rows belong together, a 0-d tensor.

    Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision" (CLIP): the mean of two
    cross-entropies over one table of scaled cosines, along its rows and along its columns. The right answers are the
    diagonal.
    """
    logits = F.normalize(image_emb, dim=1) @ F.normalize(text_emb, dim=1).T / temperature  # (images, texts)
    own = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
