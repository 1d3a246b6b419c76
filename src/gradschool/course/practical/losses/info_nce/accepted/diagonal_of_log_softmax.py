"""The diagonals of two log_softmaxes; lengths by `norm`, with a small number added."""
import torch


def info_nce(image_emb, text_emb, temperature=0.07):
    u = image_emb / (image_emb.norm(dim=-1, keepdim=True) + 1e-6)
    v = text_emb / (text_emb.norm(dim=-1, keepdim=True) + 1e-6)
    logits = torch.einsum("id,jd->ij", u, v) / temperature
    return -0.5 * (logits.log_softmax(1).diagonal() + logits.log_softmax(0).diagonal()).mean()
