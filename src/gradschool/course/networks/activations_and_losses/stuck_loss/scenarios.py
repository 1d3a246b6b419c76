"""What is observed of the three losses."""

import torch
from torch import nn

from gradschool.scenarios import Answer, scenario


@scenario("has no floor in `digit_loss`: certain and right costs nothing", cases=[(2,), (10,), (100,)])
def digits_certain(answer: Answer, classes: int):
    labels = torch.randint(classes, (4,))
    logits = 30.0 * nn.functional.one_hot(labels, classes)
    return {"digit_loss of certain and right logits": answer.digit_loss(nn.Identity(), logits, labels)}


@scenario("is the mean cross-entropy in `digit_loss`, and its gradient", cases=[(1, 3), (5, 10)])
def digits_values(answer: Answer, batch: int, classes: int):
    logits = (3 * torch.randn(batch, classes, dtype=torch.float64)).requires_grad_()
    loss = answer.digit_loss(nn.Identity(), logits, torch.randint(classes, (batch,)))
    loss.backward()
    return {"digit_loss": loss, "its gradient": logits.grad}


@scenario("stays finite in `digit_loss` for a model that is certain and wrong", cases=[(20.0,), (1000.0,)])
def digits_wrong(answer: Answer, logit: float):
    return {"digit_loss": answer.digit_loss(nn.Identity(), torch.tensor([[logit, 0.0]]), torch.tensor([1]))}


@scenario("compares each price with its own prediction in `price_loss`", cases=[(2,), (5,)])
def prices_values(answer: Answer, batch: int):
    predictions = torch.randn(batch, 1, dtype=torch.float64, requires_grad=True)
    loss = answer.price_loss(nn.Identity(), predictions, torch.randn(batch, dtype=torch.float64))
    loss.backward()
    return {"price_loss": loss, "its gradient": predictions.grad}


@scenario("gives no warning in `price_loss`", cases=[(3,), (1,)])
def prices_quiet(answer: Answer, batch: int):
    answer.price_loss(nn.Identity(), torch.zeros(batch, 1), torch.zeros(batch))
    return {"warned": bool(answer.warned())}


@scenario("asks `tag_loss` for the class of each word", cases=[(1, 2, 2), (2, 5, 5)])
def tags_square(answer: Answer, batch: int, time: int, classes: int):
    return _tags(answer, batch, time, classes)


@scenario("takes sentences of any length in `tag_loss`", cases=[(2, 1, 3), (2, 4, 3), (1, 3, 7)])
def tags_lengths(answer: Answer, batch: int, time: int, classes: int):
    return _tags(answer, batch, time, classes)


def _tags(answer: Answer, batch: int, time: int, classes: int):
    logits = torch.randn(batch, time, classes, dtype=torch.float64, requires_grad=True)
    tags = torch.randint(classes, (batch, time))
    tags[0, 0] = classes - 1
    loss = answer.tag_loss(nn.Identity(), logits, tags)
    loss.backward()
    return {"tag_loss": loss, "its gradient": logits.grad}
