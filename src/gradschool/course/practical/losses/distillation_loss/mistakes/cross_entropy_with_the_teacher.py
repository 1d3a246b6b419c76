"""The first part is a cross-entropy with the teacher, not a divergence.

The gradient is the same, but the value is larger by the teacher's own entropy: it never comes to 0, also where the student agrees.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    soft = F.cross_entropy(student_logits / temperature, soft_teacher) * temperature**2  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
