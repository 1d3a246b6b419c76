"""Half precision is computed in float32 and cast back; the maximum is found with `max`, the axis is passed by keyword."""
import torch


def softmax(input: torch.Tensor, dim: int, work_dtype: torch.dtype = torch.float32) -> torch.Tensor:
    half = input.dtype in (torch.float16, torch.bfloat16)
    scores = input.to(work_dtype) if half else input
    largest, _ = scores.detach().max(dim=dim, keepdim=True)
    weights = (scores - largest).exp_()
    return weights.div(weights.sum(dim=dim, keepdim=True)).to(input.dtype)
