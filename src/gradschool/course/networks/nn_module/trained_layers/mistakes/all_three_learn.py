"""All three layers were expected to learn.

They all take part in the computation, but `net.parameters()` yields only what the module noticed, and it does not look into a list.
"""
answers = {
    "layers_that_moved": 3,  # <- here
}
