"""The loop inside a closure, weights computed first, the upstream gradient in place of a product."""
import torch


def accumulated_step(model, optimizer, loss_fn, microbatches):
    pieces = tuple(microbatches)
    sizes = torch.tensor([x.size(0) for x, _ in pieces], dtype=torch.float64)
    shares = (sizes / sizes.sum()).tolist()

    def closure():
        optimizer.zero_grad(set_to_none=True)
        losses = []
        for (x, y), share in zip(pieces, shares, strict=True):
            loss = loss_fn(model(x), y)
            loss.backward(torch.full_like(loss, share))
            losses.append(share * loss.detach())
        return torch.stack(losses).sum()

    loss = closure()
    optimizer.step()
    return loss.item()
