"""`no_grad` was expected to leave the layer as it was.

It stops autograd from recording, and nothing else.
BatchNorm looks at its training flag, and moves its running mean in every forward pass until somebody calls `eval()`.
"""
answers = {
    "changed_by_looking": False,  # <- here
}
