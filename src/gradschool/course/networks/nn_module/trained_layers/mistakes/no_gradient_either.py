"""The layers in the list were expected to have no gradient.

Gradients follow the computation, and these layers computed; being registered is a question between module and optimizer.
"""
answers = {
    "layers_with_a_gradient": 1,  # <- here
}
