"""The student gets no gradient from the teacher's part.

The value is right, so the curve looks as it should, but only the labels teach.
Detach the teacher, and nothing of the student.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    soft_student = F.log_softmax(student_logits.detach() / temperature, dim=1)  # <- here
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean") * temperature**2
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
