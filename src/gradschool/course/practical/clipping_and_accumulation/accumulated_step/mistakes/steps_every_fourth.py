"""The optimizer stepped after every fourth piece.

Three pieces make no step at all, and of five the last is left lying.
The number of pieces isn't yours to choose: step once, after the loop.
"""
ACCUMULATION_STEPS = 4


def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for i, (x, y) in enumerate(microbatches):
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward()
        total += loss.item()
        if (i + 1) % ACCUMULATION_STEPS == 0:  # <- here
            optimizer.step()
            optimizer.zero_grad()
    return total
