"""The probabilities are divided by the temperature, not the logits.

That makes a sum of 1/T of them, and leaves their ratios as sharp as they were.
Divide before the softmax.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach(), dim=1) / temperature  # <- here
    soft_student = F.log_softmax(student_logits, dim=1) / temperature
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean") * temperature**2
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
