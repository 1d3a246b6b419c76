"""Three of them: the factor T² is missing, the teacher gets a gradient, and one of another shape is broadcast.

Softened gradients shrink by T², and the factor makes that good.
`detach` the teacher, which is a constant, and compare its shape with the student's.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    soft_teacher = F.softmax(teacher_logits / temperature, dim=1)
    soft_student = F.log_softmax(student_logits / temperature, dim=1)
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean")  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
