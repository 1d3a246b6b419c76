"""No softmax for the draw: the largest of logits plus Gumbel noise. The k-th largest by `kthvalue`."""
import torch


def sample_logits(logits, temperature=1.0, top_k=None, top_p=None, generator=None):
    if temperature == 0:
        return torch.max(logits, dim=1).indices
    z = logits.double() / temperature
    size = z.size(1)
    if top_k is not None and top_k < size:
        z = torch.where(z >= z.kthvalue(size - top_k + 1, dim=1, keepdim=True).values, z, -torch.inf)
    if top_p is not None:
        p = z.softmax(1)
        likelier = p[:, None, :] > p[:, :, None]  # (batch, token, likelier token)
        z = torch.where((p[:, None, :] * likelier).sum(2) < top_p, z, -torch.inf)
    noise = torch.rand(z.shape, generator=generator, dtype=z.dtype)
    return (z - torch.log(-torch.log(noise))).argmax(1)
