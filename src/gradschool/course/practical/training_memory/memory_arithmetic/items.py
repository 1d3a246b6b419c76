"""What is observed: eight programs that count bytes."""

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Kept(torch.autograd.graph.saved_tensors_hooks):
    """Counts the bytes that are kept for backward, each storage once and those of `model`'s weights not at all."""

    def __init__(self, model):
        weights, sizes = {parameter.untyped_storage().data_ptr() for parameter in model.parameters()}, {}

        def pack(tensor):
            storage = tensor.untyped_storage()
            if storage.data_ptr() not in weights:
                sizes[storage.data_ptr()] = storage.nbytes()
            return tensor

        super().__init__(pack, lambda tensor: tensor)
        self.sizes = sizes

    def __enter__(self):
        super().__enter__()
        return self

    @property
    def bytes(self):
        return sum(self.sizes.values())


def gradients_of_four_pieces():
    """How many bytes does the gradient take?

    One gradient for each weight, 1,000 of 4 bytes: every `backward` adds to the tensor that is there.
    That is why accumulation over pieces of a batch costs no more than one piece.
    """
    layer = nn.Linear(100, 10, bias=False)
    for piece in torch.randn(8, 100).chunk(4):
        layer(piece).sum().backward()
    return layer.weight.grad.nbytes


def gradient_of_three_words():
    """How many bytes does the gradient take?

    It has the shape of the table, 1,000 rows of 64 numbers of 4 bytes, and 997 of the rows are zeros.
    `sparse=True` keeps only the rows that were used, for optimizers that know how to read it.
    """
    table = nn.Embedding(1000, 64)
    words = torch.tensor([3, 14, 15])
    table(words).sum().backward()
    return table.weight.grad.nbytes


def state_before_the_first_step():
    """How many bytes does the optimizer hold?

    None: AdamW makes its two running means inside the first `step()`, and nobody has called it.
    After it, they take 8 bytes a parameter, and the next forward finds them there.
    """
    layer = nn.Linear(1000, 1000)
    optimizer = torch.optim.AdamW(layer.parameters())
    layer(torch.ones(1, 1000)).sum().backward()
    return sum(value.nbytes for state in optimizer.state.values() for value in state.values())


def everything_in_bfloat16():
    """How many bytes does each parameter take, with all that belongs to it?

    2 for the weight, 2 for its gradient, and 2 for each of the two running means, which take the weight's dtype: 8.
    In mixed precision all four stay float32, and only the activations are narrow.
    """
    layer = nn.Linear(100, 100, bias=False, dtype=torch.bfloat16)
    optimizer = torch.optim.AdamW(layer.parameters())
    layer(torch.ones(1, 100, dtype=torch.bfloat16)).sum().backward()
    optimizer.step()
    state = optimizer.state[layer.weight]
    tensors = [layer.weight, layer.weight.grad, state["exp_avg"], state["exp_avg_sq"]]
    return sum(tensor.nbytes for tensor in tensors) / layer.weight.numel()


def kept_in_eval_mode():
    """How many times the bytes of `batch` are kept?

    Twice: the first Linear keeps its input, and ReLU keeps its output, which is the second Linear's input.
    `eval()` changes what layers do and nothing of what autograd keeps; that is `no_grad`.
    """
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64)).eval()
    batch = torch.randn(256, 64)
    with Kept(model) as kept:
        model(batch)
    return kept.bytes / batch.nbytes


def kept_around_gelu():
    """How many times the bytes of `batch` are kept?

    Once for the batch, four times for GELU's input and four times for its output, the input of the second Linear: 9.
    The slope of GELU can't be read off its output; with ReLU it would be 5.
    """
    model = nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 64))
    batch = torch.randn(256, 64)
    with Kept(model) as kept:
        batch + model(batch)
    return kept.bytes / batch.nbytes


def kept_by_a_checkpoint():
    """How many times the bytes of `batch` are kept?

    Once: the input of the block, from which everything else can be computed again.
    The nine of the block without a checkpoint come back to life in backward, one block at a time.
    """
    model = nn.Sequential(nn.Linear(64, 256), nn.GELU(), nn.Linear(256, 64))
    batch = torch.randn(256, 64)
    with Kept(model) as kept:
        batch + checkpoint(model, batch, use_reentrant=False)
    return kept.bytes / batch.nbytes


def cache_of_one_text():
    """How many MiB does the cache take?

    2 for key and value, times 32 layers, 8 heads, 4,096 tokens, 128 numbers and 2 bytes: 512 MiB for a single text.
    The 32 heads of queries share the 8 of keys and values; if each had its own, it would be 2 GiB.
    """
    layers, kv_heads, head_width, tokens = 32, 8, 128, 4096  # for 32 heads of queries
    shape = (kv_heads, tokens, head_width)
    keys = [torch.empty(shape, dtype=torch.bfloat16, device="meta") for _ in range(layers)]
    values = [torch.empty_like(key) for key in keys]
    return sum(tensor.nbytes for tensor in keys + values) / 2**20
