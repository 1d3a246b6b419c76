"""The first part is the mean squared error of the logits.

That has its friends, and is what the divergence becomes at very high temperatures, up to a factor and a shift of the logits.
It also asks for the sum of the teacher's logits, which no probability depends on.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft = F.mse_loss(student_logits, teacher_logits.detach())  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
