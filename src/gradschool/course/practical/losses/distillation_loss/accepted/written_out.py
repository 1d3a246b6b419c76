"""Both parts written out, with a gather for the labels."""
import torch


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    n, c = student_logits.shape
    if (n, c) != tuple(teacher_logits.shape):
        raise RuntimeError("the teacher's shape is not the student's")
    z, v = student_logits / temperature, teacher_logits.detach() / temperature
    log_q = z - z.logsumexp(1, keepdim=True)
    log_p = v - v.logsumexp(1, keepdim=True)
    soft = torch.einsum("nc,nc->", log_p.exp(), log_p - log_q) / n
    of_labels = student_logits.gather(1, target[:, None])[:, 0]
    hard = (student_logits.logsumexp(1) - of_labels).mean()
    return torch.lerp(hard, soft * temperature**2, alpha)
