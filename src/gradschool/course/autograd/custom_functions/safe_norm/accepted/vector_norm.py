"""torch's own norm, which knows the zero, with halves added up in float32."""
import torch


def safe_norm(x, dim=-1, keepdim=False):
    dtype = torch.float32 if x.dtype in (torch.float16, torch.bfloat16) else None
    return torch.linalg.vector_norm(x, dim=dim, keepdim=keepdim, dtype=dtype).to(x.dtype)
