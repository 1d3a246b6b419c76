import torch
from torch.nn import functional as F


def distillation_loss(
    student_logits: torch.Tensor,
    teacher_logits: torch.Tensor,
    target: torch.Tensor,
    temperature: float = 2.0,
    alpha: float = 0.5,
) -> torch.Tensor:
    """The divergence from the softened teacher, times `temperature ** 2`, mixed with cross-entropy on the labels.

    Hinton, Vinyals & Dean 2015, "Distilling the Knowledge in a Neural Network". A gradient through logits that are
    divided by the temperature shrinks with its square, which the factor makes good.

    Args:
        student_logits: (N, C).
        teacher_logits: (N, C), taken for a constant.
        target: (N,), class numbers.
        temperature: softens both models in the first part; positive.
        alpha: the share of the teacher, from 0 to 1.
    """
    if teacher_logits.shape != student_logits.shape:
        raise ValueError(f"teacher {tuple(teacher_logits.shape)} and student {tuple(student_logits.shape)} must agree")
    teacher = (teacher_logits.detach() / temperature).log_softmax(dim=1)
    student = (student_logits / temperature).log_softmax(dim=1)
    soft = F.kl_div(student, teacher, reduction="batchmean", log_target=True) * temperature**2
    hard = F.cross_entropy(student_logits, target)
    return alpha * soft + (1 - alpha) * hard
