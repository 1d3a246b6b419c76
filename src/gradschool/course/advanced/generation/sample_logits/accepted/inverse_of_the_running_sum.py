"""Draws in the sorted order, by inverting the running sum, and gathers the ids: nothing is scattered back."""
import torch


def sample_logits(logits, temperature=1.0, top_k=None, top_p=None, generator=None):
    if temperature == 0:
        return logits.argmax(dim=-1)
    ordered, ids = torch.sort(logits.float(), dim=-1, descending=True)
    probs = torch.softmax(ordered / temperature, dim=-1)
    if top_k is not None:
        probs[:, top_k:] = 0
        probs /= probs.sum(-1, keepdim=True)
    if top_p is not None:
        probs[torch.cumsum(probs, -1) - probs >= top_p] = 0
    running = probs.cumsum(-1)
    level = torch.rand(len(probs), 1, generator=generator) * running[:, -1:]
    place = torch.searchsorted(running, level, right=True)
    last = (probs > 0).sum(-1, keepdim=True) - 1
    return ids.gather(-1, torch.minimum(place, last)).squeeze(-1)
