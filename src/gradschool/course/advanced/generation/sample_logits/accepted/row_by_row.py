"""A loop over the rows, and the mask of the nucleus shifted by one place."""
import torch


def one(row, temperature, top_k, top_p, generator):
    if temperature == 0:
        return int(row.argmax())
    probs = (row.float() / temperature).softmax(0)
    probs, ids = probs.sort(descending=True)
    if top_k:
        probs, ids = probs[:top_k], ids[:top_k]
    if top_p is not None:
        crossed = (probs / probs.sum()).cumsum(0) > top_p
        count = int((~crossed).sum()) + 1
        probs, ids = probs[:count], ids[:count]
    return int(ids[torch.multinomial(probs, 1, generator=generator)])


def sample_logits(logits, temperature=1.0, top_k=None, top_p=None, generator=None):
    return torch.tensor([one(row, temperature, top_k, top_p, generator) for row in logits], dtype=torch.long)
