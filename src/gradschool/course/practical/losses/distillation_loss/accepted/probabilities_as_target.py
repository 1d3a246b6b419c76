"""The teacher as probabilities, computed under `no_grad`, and the loss as a module."""
import torch


def distillation_loss(student_logits, teacher_logits, target, temperature=2.0, alpha=0.5):
    assert student_logits.size() == teacher_logits.size()
    with torch.no_grad():
        soft_teacher = torch.softmax(teacher_logits / temperature, -1)
    soft_student = torch.log_softmax(student_logits / temperature, -1)
    soft = torch.nn.KLDivLoss(reduction="batchmean")(soft_student, soft_teacher)
    hard = torch.nn.CrossEntropyLoss()(student_logits, target)
    return alpha * temperature * temperature * soft + (1.0 - alpha) * hard
