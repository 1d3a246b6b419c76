import torch
from torch import nn


def diagnose(model, loss_fn, x, y):
    """One global hook sees every module; names are looked up, buffers and gradients are put back."""
    names = {module: name for name, module in model.named_modules() if not any(True for _ in module.children())}
    report = {"activation_std": {}, "dead_units": {}, "gradient_norm": {}}

    def hook(module, args, output):
        if module not in names or not isinstance(output, torch.Tensor) or not output.is_floating_point():
            return
        report["activation_std"].setdefault(names[module], []).append(output.var(correction=0).sqrt().item())
        if isinstance(module, nn.ReLU):
            alive = (output > 0).movedim(1, 0).reshape(output.shape[1], -1).sum(1)
            report["dead_units"].setdefault(names[module], []).append(1 - alive.count_nonzero().item() / len(alive))

    kept = [(buffer, buffer.detach().clone()) for buffer in model.buffers()]
    gradients = [(parameter, parameter.grad) for parameter in model.parameters()]
    state = torch.random.get_rng_state()
    handle = nn.modules.module.register_module_forward_hook(hook)
    try:
        with torch.enable_grad():
            for parameter, _ in gradients:
                parameter.grad = None
            output = model(x)
            loss = loss_fn(output, y)
            if loss.grad_fn is not None:
                loss.backward()
        report["loss"] = loss.item()
        report["loss_ratio"] = loss.item() / loss_fn(torch.zeros(output.shape, dtype=output.dtype), y).item()
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                gradient = parameter.grad
                report["gradient_norm"][name] = gradient if gradient is None else torch.linalg.vector_norm(gradient).item()
    finally:
        handle.remove()
        torch.random.set_rng_state(state)
        for buffer, before in kept:
            with torch.no_grad():
                buffer.copy_(before)
        for parameter, gradient in gradients:
            parameter.grad = gradient
    return report
