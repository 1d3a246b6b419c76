"""Only the rows that were looked up were expected to have a gradient.

The gradient of an embedding has the shape of the whole table, with zeros for every word that did not occur, so a large vocabulary costs its full size at each step.
`nn.Embedding(…, sparse=True)` makes the small one; few optimizers accept it.
"""
answers = {
    "gradient_of_three_words": 768,  # <- here
}
