"""The last state was expected as `(batch, hidden)`.

It has an axis for the layers in front, also when there is one: `(layers, batch, hidden)`.
And the batch here is five, not two: without `batch_first=True`, axis 0 is time.
"""
answers = {
    "shape_of_the_last_state": (2, 8),  # <- here
}
