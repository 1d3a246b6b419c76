"""The divergence of two `Categorical`s is infinite where the student's probability rounds to 0.

`torch.distributions` looks at the probabilities to decide that; the true divergence is large and finite.
Compute with log-probabilities.
"""
import torch
from torch.distributions import Categorical, kl_divergence
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    teacher = Categorical(logits=teacher_logits.detach() / temperature)
    student = Categorical(logits=student_logits / temperature)
    soft = kl_divergence(teacher, student).mean() * temperature**2  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
