"""The teacher's best class is taken for a label.

What distillation is about, how likely the teacher finds the *other* classes, is thrown away.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft = F.cross_entropy(student_logits / temperature, teacher_logits.argmax(1)) * temperature**2  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
