"""The graphs were retained.

`retain_graph=True` keeps a piece's activations until its loss is forgotten, which is in the middle of the next piece: two are alive at once.
Each piece is walked back through once, so nothing has to be retained.
"""
def accumulated_step(model, optimizer, loss_fn, microbatches):
    microbatches = list(microbatches)
    rows = sum(len(y) for _, y in microbatches)
    optimizer.zero_grad()
    total = 0.0
    for x, y in microbatches:
        loss = loss_fn(model(x), y) * len(y) / rows
        loss.backward(retain_graph=True)  # <- here
        total += loss.item()
    optimizer.step()
    return total
