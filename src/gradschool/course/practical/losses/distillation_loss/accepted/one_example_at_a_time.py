"""A loop over the examples, in float64, cast back at the end."""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise TypeError("shapes differ")
    teacher_logits = torch.clone(teacher_logits).detach()
    losses = []
    for z, v, label in zip(student_logits.double(), teacher_logits.double(), target):
        log_q, log_p = (z / temperature).log_softmax(0), (v / temperature).log_softmax(0)
        divergence = F.kl_div(log_q, log_p, reduction="none", log_target=True).sum()
        losses.append(alpha * temperature**2 * divergence - (1 - alpha) * z.log_softmax(0)[label])
    return torch.stack(losses).mean().to(student_logits.dtype)
