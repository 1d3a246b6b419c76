"""The factor T² is missing: the teacher fades as the temperature grows.

Logits divided by T make gradients that are smaller by T²; without the factor a change of temperature is also a change of `alpha`.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    soft_student = F.log_softmax(student_logits / temperature, dim=1)
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean")  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
