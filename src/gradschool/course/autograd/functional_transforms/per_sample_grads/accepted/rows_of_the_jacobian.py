import torch
from torch.func import functional_call, grad, vmap


def per_sample_grads(model, loss_fn, x, y):
    trained = {name: value.detach() for name, value in model.named_parameters() if value.requires_grad}

    def losses(parameters):
        predict = lambda example: functional_call(model, parameters, (example[None],))
        return vmap(lambda example, target: loss_fn(predict(example), target[None]))(x, y)

    return torch.func.jacrev(losses)(trained)
