import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    names = [name for name, value in model.named_parameters() if value.requires_grad]
    everything = {name: value.detach() for name, value in (*model.named_parameters(), *model.named_buffers())}

    def gradient(example, target):
        def loss(*values):
            there = everything | dict(zip(names, values))
            return loss_fn(functional_call(model, there, example.unsqueeze(0)), target.unsqueeze(0))

        return grad(loss, argnums=tuple(range(len(names))))(*(everything[name] for name in names))

    return dict(zip(names, vmap(gradient)(x, y)))
