"""A cross-entropy with the teacher, less the teacher's entropy."""
import torch
from torch.nn import functional as F


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    if student_logits.shape != teacher_logits.shape:
        raise ValueError("student and teacher must have the same shape")
    soft_teacher = F.softmax(teacher_logits.detach() / temperature, dim=1)
    entropy = torch.special.entr(soft_teacher).sum(1).mean()
    soft = (F.cross_entropy(student_logits / temperature, soft_teacher) - entropy) * temperature**2
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
