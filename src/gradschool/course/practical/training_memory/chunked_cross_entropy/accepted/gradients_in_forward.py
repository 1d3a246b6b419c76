"""A Function that has both gradients ready after forward, as fused kernels do, and only scales them in backward."""
import torch


class Ready(torch.autograd.Function):
    @staticmethod
    def forward(ctx, hidden, weight, target, chunk_size):
        count = (target != -100).sum()
        loss, of_hidden, of_weight = hidden.new_zeros(()), torch.empty_like(hidden), torch.zeros_like(weight)
        for start in range(0, len(hidden), chunk_size):
            rows, wanted = hidden[start : start + chunk_size], target[start : start + chunk_size]
            kept, index = wanted != -100, wanted.clamp(min=0)[:, None]
            logits = rows @ weight.T
            normalizer = logits.logsumexp(1, keepdim=True)
            loss += ((normalizer - logits.gather(1, index))[:, 0] * kept).sum()
            slope = logits.sub_(normalizer).exp_().scatter_add_(1, index, -torch.ones_like(normalizer))
            slope *= kept[:, None]
            torch.matmul(slope, weight, out=of_hidden[start : start + chunk_size])
            of_weight.addmm_(slope.T, rows)
        ctx.save_for_backward(of_hidden.div_(count), of_weight.div_(count))
        return loss / count

    @staticmethod
    def backward(ctx, grad):
        of_hidden, of_weight = ctx.saved_tensors
        return grad * of_hidden, grad * of_weight, None, None


def chunked_cross_entropy(hidden, weight, target, chunk_size):
    return Ready.apply(hidden, weight, target, chunk_size)
