import torch


def per_sample_grads(model, loss_fn, x, y):
    """One forward pass over copies of the parameters, one for each example, and one plain backward."""
    copies = {
        name: value.detach().expand(len(x), *value.shape).clone().requires_grad_()
        for name, value in model.named_parameters()
        if value.requires_grad
    }

    def loss_of_one(parameters, example, target):
        return loss_fn(torch.func.functional_call(model, parameters, (example[None],)), target[None])

    with torch.enable_grad():
        total = torch.vmap(loss_of_one)(copies, x, y).sum()
    return dict(zip(copies, torch.autograd.grad(total, list(copies.values())), strict=True))
