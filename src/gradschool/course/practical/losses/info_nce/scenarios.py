"""What is observed of an answer to `info_nce`."""

import torch

from gradschool.scenarios import Answer, common, scenario


def embeddings(shape: tuple[int, ...]) -> torch.Tensor:
    """Random directions, of lengths between a half and two."""
    drawn = torch.randn(shape)
    return drawn / drawn.norm(dim=1, keepdim=True) * (0.5 + 1.5 * torch.rand(shape[0], 1))


def pair(rows: int, features: int = 8, dtype: torch.dtype = torch.float32) -> tuple[torch.Tensor, torch.Tensor]:
    """Embeddings of both kinds that have something to do with each other."""
    images = embeddings((rows, features))
    return images.to(dtype), (images + embeddings((rows, features))).to(dtype)


@scenario("costs ln N where nothing tells the pairs apart", cases=[(1,), (2,), (5,)])
def undecided(answer: Answer, rows: int):
    same = torch.ones(rows, 3)
    return {"info_nce of equal rows": answer.info_nce(answer.given(same, "image_emb"), same.clone())}


core = common(
    lambda answer, image_emb, text_emb: answer.info_nce(image_emb, text_emb, 0.5),
    shapes=[(shape, shape) for shape in ((1, 3), (2, 3), (3, 1), (4, 4), (5, 3), (7, 11))],
    arguments=("image_emb", "text_emb"),
    draw={"image_emb": embeddings, "text_emb": embeddings},
    gradient=(),
)


@scenario("carries the gradient to both kinds of embeddings", cases=[(1,), (2,), (5,)], rtol=1e-4, atol=1e-5)
def gradient(answer: Answer, rows: int):
    images, texts = (each.requires_grad_() for each in pair(rows, dtype=torch.float64))
    (3 * answer.info_nce(images, texts, 0.5)).backward()
    return {"image_emb.grad": images.grad, "text_emb.grad": texts.grad}


@scenario("divides the cosines by the temperature", cases=[(1.0,), (0.2,), (0.07,)], rtol=1e-4, atol=1e-4)
def temperatures(answer: Answer, temperature: float):
    return {"info_nce(image_emb, text_emb, temperature)": answer.info_nce(*pair(6), temperature)}


@scenario("takes 0.07 where no temperature is given", rtol=1e-4, atol=1e-4)
def default(answer: Answer):
    return {"info_nce(image_emb, text_emb)": answer.info_nce(*pair(6))}


@scenario("treats the two kinds of embeddings alike", rtol=1e-4, atol=1e-4)
def symmetric(answer: Answer):
    images, texts = pair(5)
    return {
        "info_nce(image_emb, text_emb, 0.3)": answer.info_nce(images, texts, 0.3),
        "info_nce(text_emb, image_emb, 0.3)": answer.info_nce(texts, images, 0.3),
    }


@scenario("looks at directions only", cases=[(0.01,), (1000.0,)], rtol=1e-3, atol=1e-3)
def lengths(answer: Answer, longest: float):
    images, texts = pair(5)
    images, texts = (each / each.norm(dim=1, keepdim=True) for each in (images, texts))
    images[0] *= longest
    texts[1] *= longest
    return {"one picture and one caption of another length": answer.info_nce(images, texts, 0.2)}


@scenario("costs little where all pairs agree, and much where none does", cases=[(0,), (1,)], rtol=1e-3, atol=1e-4)
def extremes(answer: Answer, shift: int):
    images = torch.eye(6)
    return {"info_nce of orthogonal embeddings": answer.info_nce(images, images.roll(shift, 0))}


@scenario("stays finite and right at low temperatures", cases=[(0.01, 0), (0.001, 0), (0.001, 1)], rtol=1e-4, atol=1e-3)
def cold(answer: Answer, temperature: float, shift: int):
    images = embeddings((4, 6)).double().requires_grad_()
    texts = images.detach().roll(shift, 0) + 0.1 * embeddings((4, 6))
    loss = answer.info_nce(images, texts, temperature)
    loss.backward()
    return {"info_nce(image_emb, text_emb, temperature)": loss, "its gradient is finite": finite(images)}


@scenario("carries the gradient to a temperature that is learned", rtol=1e-3, atol=1e-4)
def learned(answer: Answer):
    images, texts = pair(5, dtype=torch.float64)
    temperature = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    loss = answer.info_nce(images, texts, temperature)
    (3 * loss).backward()
    return {"info_nce(image_emb, text_emb, temperature)": loss, "temperature.grad": temperature.grad}


@scenario("survives an embedding of zeros", cases=[("image_emb",), ("text_emb",), ("both",)], rtol=1e-4, atol=1e-4)
def zeros(answer: Answer, where: str):
    images, texts = pair(4)
    if where != "text_emb":
        images[0] = 0
    if where != "image_emb":
        texts[1] = 0
    loss = answer.info_nce(images.requires_grad_(), texts.requires_grad_(), 0.5)
    loss.backward()
    return {
        "info_nce(image_emb, text_emb, 0.5)": loss,
        "image_emb.grad is finite": finite(images),
        "text_emb.grad is finite": finite(texts),
    }


def finite(tensor: torch.Tensor) -> bool:
    return tensor.grad is not None and bool(tensor.grad.isfinite().all())
