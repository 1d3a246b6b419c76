"""What is observed of an answer to `Dropout`: the laws of its masks, since no two right answers draw the same one."""

import torch

from gradschool.scenarios import Answer, scenario


@scenario("drops the share p, and scales what is left by 1 / (1 - p)", cases=[(0.2,), (0.5,), (0.9,)])
def share_and_scale(answer: Answer, p: float):
    # 40,000 elements: one tenth is twenty standard errors.
    result = answer.Dropout(p)(answer.given(torch.ones(200, 200))).detach()
    left = result[result != 0]
    return {
        "share of zeros, to one tenth": round((result == 0).double().mean().item(), 1),
        "smallest that is left": left.min() if len(left) else None,
        "largest that is left": left.max() if len(left) else None,
    }


@scenario("keeps every survivor's own value")
def values(answer: Answer):
    x = answer.given(torch.randn(50, 20))
    result = answer.Dropout(0.3)(x)
    wrong = (result != 0) & ~torch.isclose(result, x / 0.7)
    return {"some survivor is not input / (1 - p)": bool(wrong.any())}


@scenario("changes nothing in eval", cases=[(0.0,), (0.5,), (1.0,)])
def evaluation(answer: Answer, p: float):
    x = answer.given(torch.randn(2, 5))
    return {"layer.eval()(input)": answer.Dropout(p).eval()(x)}


@scenario("drops again after it was set back to training")
def back_to_training(answer: Answer):
    layer = answer.Dropout(0.5).eval()
    layer(torch.ones(3))
    return {"some are 0": bool((layer.train()(torch.ones(1000)) == 0).any())}


@scenario("decides for each element by itself, at every call anew")
def fresh(answer: Answer):
    layer, x = answer.Dropout(0.5), torch.ones(3, 400, 300)
    first, second = layer(x) == 0, layer(x) == 0
    return {
        "two calls drop the same": torch.equal(first, second),
        "two examples drop the same": torch.equal(first[0], first[1]),
        "two rows drop the same": torch.equal(first[0, 0], first[0, 1]),
        "two columns drop the same": torch.equal(first[0, :, 0], first[0, :, 1]),
    }


@scenario("follows torch's random stream: one seed, one mask")
def seeded(answer: Answer):
    layer, masks = answer.Dropout(0.5), []
    for _ in range(2):
        answer.seed(7)
        masks.append(layer(torch.ones(1000)) == 0)
    layer(torch.ones(3))
    between = torch.rand(8)
    layer(torch.ones(3))
    return {
        "the same seed drops the same": torch.equal(*masks),
        "the stream begins again at every call": torch.equal(between, torch.rand(8)),
    }


@scenario("lets the gradient pass where the element survived, scaled alike", cases=[(0.5,), (0.8,)])
def gradient(answer: Answer, p: float):
    x = torch.ones(1000, requires_grad=True)
    result = answer.Dropout(p)(x)
    result.sum().backward()
    return {
        "input.grad is the factor of the output everywhere": torch.allclose(x.grad, result),
        "input.grad is 0 nowhere or everywhere": bool((x.grad == 0).all() or (x.grad != 0).all()),
    }


@scenario("changes nothing with p = 0, and leaves nothing with p = 1", cases=[(0.0,), (1.0,)])
def extremes(answer: Answer, p: float):
    x = torch.randn(4).requires_grad_()
    result = answer.Dropout(p)(x)
    result.sum().backward()
    return {"layer(input)": result, "input.grad": x.grad}


@scenario("refuses a p that is no probability", cases=[(-0.1,), (1.1,)])
def no_probability(answer: Answer, p: float):
    return {f"Dropout({p})": answer.attempt(lambda: answer.Dropout(p) is not None, kind=ValueError)}


@scenario("drops a half unless told otherwise")
def default(answer: Answer):
    return {"largest of Dropout()(ones)": answer.Dropout()(torch.ones(1000)).max()}


@scenario(
    "takes any shape and dtype",
    cases=[
        ((), torch.float32),
        ((0, 3), torch.float32),
        ((2, 3, 4), torch.float64),
        ((7,), torch.float16),
        ((7,), torch.bfloat16),
    ],
)
def shapes(answer: Answer, shape: tuple[int, ...], dtype: torch.dtype):
    result = answer.Dropout(0.5)(answer.given(torch.ones(shape, dtype=dtype)))
    return {"shape": tuple(result.shape), "dtype": str(result.dtype)}


@scenario("has nothing to learn and nothing to save")
def state(answer: Answer):
    layer = answer.Dropout(0.5)
    layer(torch.ones(3))
    return {"parameters": len(list(layer.parameters())), "state_dict": list(layer.state_dict())}
