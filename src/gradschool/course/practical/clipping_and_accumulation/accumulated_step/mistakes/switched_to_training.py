"""The model was put into training mode.

Whoever has left a frozen part in eval mode finds it training afterwards.
The mode is the caller's.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    model.train()  # <- here
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
