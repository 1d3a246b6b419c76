"""The gradients were cleared between `backward` and `step`.

The optimizer finds `None` everywhere and moves nothing.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.zero_grad()  # <- here
    optimizer.step()
    return total
