"""The batch was expected on axis 0, as in every other layer.

Recurrent layers are older than that habit: `nn.LSTM` reads `(time, batch, channels)` unless you pass `batch_first=True`.
It accepted two sentences of five words as five sentences of two.
"""
answers = {
    "shape_of_the_last_state": (1, 2, 8),  # <- here
}
