"""Two of them: the teacher gets a gradient, and a teacher of another shape is broadcast.

It is a constant: `detach` it, or compute its part under `no_grad`.
And one row of logits for all examples is refused by nobody but you: compare the shapes and raise.
"""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    soft_teacher = F.softmax(teacher_logits / temperature, dim=1)
    soft_student = F.log_softmax(student_logits / temperature, dim=1)
    soft = F.kl_div(soft_student, soft_teacher, reduction="batchmean") * temperature**2  # <- here
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
