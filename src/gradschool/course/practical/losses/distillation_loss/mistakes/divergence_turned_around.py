"""The divergence is that of the teacher from the student: the two are exchanged.

KL(p ‖ q) is not symmetric.
With the student in front it may pick one of the teacher's answers and forget the others; with the teacher in front it has to cover them all.
`F.kl_div(input, target)` is KL(target ‖ input): the student comes first in the call.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.log_softmax(teacher_logits.detach() / temperature, dim=1)
    soft_student = F.softmax(student_logits / temperature, dim=1)
    soft = F.kl_div(soft_teacher, soft_student, reduction="batchmean") * temperature**2  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
