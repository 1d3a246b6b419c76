"""A teacher of another shape is broadcast.

One row for all, or one column for all classes: nothing warns, and the student learns the same from each example.
Compare the shapes and raise.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    soft_student = F.log_softmax(student_logits / temperature, dim=1)
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean") * temperature**2  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
