"""Only the teacher is divided by the temperature.

The student is then asked to be as undecided as the softened teacher at temperature 1, and even a student with the teacher's own logits pays.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    soft_student = F.log_softmax(student_logits, dim=1)  # <- here
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean") * temperature**2
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
