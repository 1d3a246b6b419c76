import torch


def distillation_loss(
    student_logits: torch.Tensor,
    teacher_logits: torch.Tensor,
    target: torch.Tensor,
    temperature: float = 2.0,
    alpha: float = 0.5,
) -> torch.Tensor:
    """The divergence from the softened teacher, times `temperature ** 2`, mixed with cross-entropy on the labels."""
    raise NotImplementedError("your turn")
