"""The pieces were weighed by the elements of `x`.

A piece of long rows then counts more than one of short rows, while the loss is a mean over rows.
The weight has to count what the loss averages over: here `len(y)`.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    elements = sum(x.numel() for x, _ in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * x.numel() / elements  # <- here
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
