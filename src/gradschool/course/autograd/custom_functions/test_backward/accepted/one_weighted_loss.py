"""A weighted loss in place of grad_outputs, plain loops in place of assert_close."""
import torch


def test_backward(fn):
    torch.manual_seed(7)
    for dtype in [torch.float64, torch.float32, torch.float16, torch.bfloat16]:
        values = torch.cat([torch.arange(-4, 4.25, 0.25), torch.randn(20) * 10]).to(dtype)
        x = values.clone().requires_grad_(True)
        y = fn(x)
        if y.dtype != dtype or y.shape != x.shape:
            raise TypeError(f"{y.dtype} {y.shape}")
        for one, rounded in zip(y.tolist(), values.tolist()):
            if one != round(rounded):
                raise ValueError(f"{rounded} became {one}")
        weights = (torch.rand(len(values)) * 4 - 2).to(dtype)
        (weights * y).sum().backward()
        assert x.grad.tolist() == weights.tolist()
        assert x.detach().tolist() == values.tolist()
    quiet = torch.tensor([0.3])
    fn(quiet)
    assert not quiet.requires_grad
