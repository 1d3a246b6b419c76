"""The running means were expected to stay in float32.

PyTorch's optimizers make their state in the dtype of the parameter, so bfloat16 weights get bfloat16 means, which forget small changes.
Whoever wants float32 state keeps float32 weights and lets autocast narrow the activations.
"""
answers = {
    "everything_in_bfloat16": 12,  # <- here
}
