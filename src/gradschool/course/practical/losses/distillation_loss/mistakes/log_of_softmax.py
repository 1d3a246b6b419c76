"""The logarithm of a softmax is infinite as soon as a probability rounds to 0.

In float32 that is about 104 below the largest logit: the loss becomes infinite or NaN.
`log_softmax` never forms the probability.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    soft_student = F.softmax(student_logits / temperature, dim=1).log()  # <- here
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean") * temperature**2
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
