"""What is observed of an answer to `distillation_loss`."""

import torch

from gradschool.scenarios import Answer, scenario


def batch(
    n: int = 3, c: int = 4, dtype: torch.dtype = torch.float32
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Student, teacher and labels, all of a kind that makes no two mistakes alike: the models disagree by much."""
    student, teacher = 2 * torch.randn(n, c), 2 * torch.randn(n, c)
    if c > 1:
        rows = torch.arange(n)
        student[rows, rows % c] += 2.5
        teacher[rows, (rows + 1) % c] += 4.0
    return student.to(dtype), teacher.to(dtype), torch.randint(c, (n,))


# The square of the temperature multiplies what the sums have rounded, too.
@scenario("costs nothing where the student agrees with the teacher", cases=[(1.0,), (2.0,), (8.0,)], atol=1e-3)
def agreed(answer: Answer, temperature: float):
    student, _, target = batch()
    student.requires_grad_()
    loss = answer.distillation_loss(student, student.detach().clone(), target, temperature, 1.0)
    loss.backward()
    return {"loss with alpha=1": loss.detach(), "student_logits.grad": student.grad}


@scenario("is the cross-entropy of the logits as they are, for alpha=0", cases=[(1.0,), (5.0,)])
def hard_part(answer: Answer, temperature: float):
    student = torch.tensor([[3.0, 0.0, -1.0], [0.5, 2.0, 0.0]], requires_grad=True)
    loss = answer.distillation_loss(student, torch.randn(2, 3), torch.tensor([2, 1]), temperature, 0.0)
    loss.backward()
    return {"loss": loss.detach(), "student_logits.grad": student.grad}


@scenario(
    "sums over the classes what the teacher's probabilities say, for alpha=1", cases=[(1, 2), (1, 5), (3, 5), (2, 1)]
)
def soft_part(answer: Answer, n: int, c: int):
    student, teacher, target = batch(n, c)
    return {"loss": answer.distillation_loss(student, teacher, target, 1.0, 1.0)}


@scenario(
    "divides both models by the temperature, and makes its square good",
    cases=[(2.0,), (0.5,), (4.0,), (16.0,)],
    rtol=1e-4,
    atol=1e-3,
)
def temperatures(answer: Answer, temperature: float):
    student, teacher, target = batch()
    student.requires_grad_()
    loss = answer.distillation_loss(student, teacher, target, temperature, 1.0)
    loss.backward()
    return {"loss": loss.detach(), "student_logits.grad": student.grad}


@scenario(
    "mixes teacher and labels",
    cases=[((2, 3), 2.0, 0.5), ((2, 3), 3.0, 0.9), ((1, 4), 1.5, 0.2), ((5, 3), 4.0, 0.7)],
)
def mixed(answer: Answer, shape: tuple[int, int], temperature: float, alpha: float):
    student, teacher, target = batch(*shape)
    return {"loss": answer.distillation_loss(student, teacher, target, temperature, alpha)}


@scenario("has a temperature of 2 and an alpha of a half where nothing is said")
def defaults(answer: Answer):
    return {"loss": answer.distillation_loss(*batch())}


@scenario("is a mean over the examples: each one twice is the same")
def twice(answer: Answer):
    student, teacher, target = batch()
    again = student.repeat(2, 1), teacher.repeat(2, 1), target.repeat(2)
    return {"loss": answer.distillation_loss(student, teacher, target), "each twice": answer.distillation_loss(*again)}


@scenario("is right for logits of any size", cases=[(100.0, 1.0), (1000.0, 2.0), (10000.0, 1.0), (10000.0, 4.0)])
def any_size(answer: Answer, size: float, temperature: float):
    student = (size * torch.tensor([[-1.0, 0.5, 1.0], [1.0, 0.25, -1.0], [0.0, 0.0, 0.0]])).requires_grad_()
    teacher = size * torch.tensor([[1.0, -0.5, -1.0], [1.0, -1.0, 0.25], [-1.0, 0.5, 1.0]])
    loss = answer.distillation_loss(student, teacher, torch.tensor([0, 2, 1]), temperature, 0.5)
    loss.backward()
    return {"loss": loss.detach(), "student_logits.grad": student.grad}


@scenario("sends no gradient to the teacher, and leaves it attached")
def constant_teacher(answer: Answer):
    student, teacher, target = batch()
    weight = torch.ones(4, requires_grad=True)
    attached = teacher * weight
    loss = answer.distillation_loss(student.requires_grad_(), attached, target)
    loss.backward()
    return {
        "the teacher's gradient": weight.grad,
        "teacher_logits still requires a gradient": attached.requires_grad,
        "teacher_logits still knows its graph": attached.grad_fn is not None,
    }


@scenario("sends the student the right gradient of both parts", rtol=1e-6, atol=1e-9)
def student_gradient(answer: Answer):
    student, teacher, target = batch(3, 5, torch.float64)
    student.requires_grad_()
    (3 * answer.distillation_loss(student, teacher, target, 3.0, 0.7)).backward()
    return {"student_logits.grad": student.grad}


@scenario(
    "refuses a teacher of another shape", cases=[((3, 4), (1, 4)), ((3, 4), (3, 1)), ((3, 4), (4,)), ((1, 4), (3, 4))]
)
def another_shape(answer: Answer, student_shape: tuple[int, ...], teacher_shape: tuple[int, ...]):
    student, teacher = torch.zeros(student_shape), torch.zeros(teacher_shape)
    target = torch.zeros(student_shape[0], dtype=torch.int64)
    return {"loss": answer.attempt(answer.distillation_loss, student, teacher, target)}


@scenario(
    "gives back the dtype that it gets",
    cases=[(torch.float64,), (torch.float32,), (torch.bfloat16,), (torch.float16,)],
    rtol=6e-2,
    atol=3e-2,
)
def dtypes(answer: Answer, dtype: torch.dtype):
    return {"loss": answer.distillation_loss(*batch(3, 5, dtype))}


@scenario("reads any layout in memory")
def layouts(answer: Answer):
    student, teacher, target = batch(3, 4)
    turned = student.T.contiguous().T, teacher.T.contiguous().T, torch.stack([target, target], 1)[:, 0]
    return {"loss": answer.distillation_loss(*answer.given(turned, "inputs"))}


@scenario("leaves everything else as it was")
def purity(answer: Answer):
    student, teacher, target = batch()
    answer.given([student, teacher, target], "inputs")
    first = answer.distillation_loss(student, teacher, target)
    with torch.inference_mode():
        again = answer.distillation_loss(student, teacher, target)
    return {
        "takes random numbers": answer.drew,
        "inputs still need no gradient": not (student.requires_grad or teacher.requires_grad),
        "the same in inference mode": torch.allclose(first, again),
    }
