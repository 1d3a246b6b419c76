"""Small helpers, an index table in place of a loop; most tests hold a part against a copy of one's own."""

import copy

import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR


def fifth_of(labels, generator):
    """Which rows are held out."""
    held = []
    for label in sorted(set(labels.tolist())):
        rows = [row for row, each in enumerate(labels.tolist()) if each == label]
        order = torch.randperm(len(rows), generator=generator).tolist()
        held += [rows[place] for place in order[: len(rows) // 5]]
    return held


def split(images, labels, generator):
    held = fifth_of(labels, generator)
    kept = [row for row in range(len(labels)) if row not in set(held)]
    mean = images[kept].double().mean().item()
    std = (images[kept].double() - mean).square().mean().item() ** 0.5
    pixels = ((images - mean) / std).flatten(1)
    return (pixels[kept], labels[kept]), (pixels[held], labels[held])


def batches(images, labels, size, generator=None):
    order = list(range(len(images)))
    if generator:
        order = torch.multinomial(torch.ones(len(images)), len(images), generator=generator).tolist()
    return [(images[part], labels[part]) for part in (order[at : at + size] for at in range(0, len(order), size))]


class Net(nn.Module):
    def __init__(self, hidden=64, classes=10, dropout=0.2):
        super().__init__()
        self.hidden = nn.Linear(64, hidden)
        self.norm = nn.BatchNorm1d(hidden)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden, classes)

    def body(self, pixels):
        return self.norm(self.hidden(pixels)).relu()

    def forward(self, pixels):
        found = self.body(pixels)
        self.activations = found.data.clone()
        return self.head(self.dropout(found))


def start(classes, epochs, lr=0.05):
    model = Net()
    model.head = nn.Linear(64, classes)
    optimizer = torch.optim.SGD(
        [{"params": [value]} for value in model.parameters()], lr=lr, momentum=0.9
    )
    return model, optimizer, CosineAnnealingLR(optimizer, epochs, eta_min=0.0)


def train_step(model, optimizer, images, labels, max_norm=1.0):
    model.train()
    for value in model.parameters():
        value.grad = None
    loss = F.nll_loss(model(images).log_softmax(1), labels)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(list(model.parameters()), max_norm, foreach=False)
    optimizer.step()
    return loss.item()


def evaluate(model, images, labels, size=16):
    training = model.training
    try:
        model.train(False)
        losses, rights = [], []
        for batch, target in batches(images, labels, size):
            with torch.no_grad():
                logits = model(batch)
            losses += F.cross_entropy(logits, target, reduction="none").tolist()
            rights += (logits.argmax(1) == target).tolist()
    finally:
        model.train(training)
    return sum(losses) / len(losses), sum(rights) / len(rights)


def train_epoch(model, optimizer, scheduler, images, labels, size, generator):
    mean = 0.0
    for pixels, target in batches(images, labels, size, generator):
        mean += train_step(model, optimizer, pixels, target) * len(target) / len(labels)
    scheduler.step()
    return mean


def fit(images, labels, seed, epochs=8):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    train, held_out = split(images, labels, generator)
    model, optimizer, scheduler = start(10, epochs)
    history = []
    for _ in range(epochs):
        loss = train_epoch(model, optimizer, scheduler, *train, 32, generator)
        history.append((loss, *evaluate(model, *held_out)))
    return model, history


MINE = dict(globals())


def test_split(split):
    torch.manual_seed(0)
    images, labels = torch.rand(50, 1, 8, 8), torch.arange(50) % 5
    images[:, 0, 0] = torch.tensor([0.0, 1.0] * 4)  # a black and a white pixel in every image
    (train, _), (held_out, _) = split(images, labels, torch.Generator().manual_seed(0))
    marks = torch.cat([train, held_out])[:, :2]
    spread = (marks.amax(0) - marks.amin(0)).max().item()
    assert spread < 1e-3, f"black or white is not the same everywhere: {spread:.3f} between two images"


def test_batches(batches):
    square = torch.arange(36)
    pairs = list(batches(square.square()[:, None], square, 5, torch.Generator().manual_seed(0)))
    wrong = sum((pixels[:, 0] != target.square()).sum().item() for pixels, target in pairs)
    assert wrong == 0, f"{wrong} of 36 images have a wrong label"


def test_net(net_class):
    torch.manual_seed(0)
    theirs, mine = net_class(dropout=0.0), MINE["Net"](dropout=0.0)
    mine.load_state_dict(theirs.state_dict())
    pixels = torch.randn(30, 64)
    torch.testing.assert_close(theirs(pixels), mine(pixels))
    theirs(pixels).square().sum().backward()
    mine(pixels).square().sum().backward()
    grads = dict(theirs.named_parameters())
    for name, value in mine.named_parameters():
        assert grads[name].grad is not None, f"{name} has no gradient"
        torch.testing.assert_close(grads[name].grad, value.grad, rtol=1e-3, atol=1e-3)


def test_start(start):
    model, optimizer, _ = start(10, 4)
    held = [value for group in optimizer.param_groups for value in group["params"]]
    strange = sum(all(value is not own for own in model.parameters()) for value in held)
    assert strange == 0, f"{strange} parameters of the optimizer are not the model's"


def test_train_step(train_step):
    torch.manual_seed(0)
    models = [nn.Linear(4, 3)]
    models.append(copy.deepcopy(models[0]))
    for step, model in ((train_step, models[0]), (MINE["train_step"], models[1])):
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for seed in range(5):
            images = torch.randn(6, 4, generator=torch.Generator().manual_seed(seed))
            step(model, optimizer, images, torch.arange(6) % 3, 0.2)
    torch.testing.assert_close(models[0].weight, models[1].weight)


def test_evaluate(evaluate):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 40), nn.Dropout(0.5), nn.Linear(40, 3))
    images, labels = torch.randn(30, 4), torch.arange(30) % 3
    for training in (True, False):
        model.train(training)
        came, right = evaluate(model, images, labels), MINE["evaluate"](model, images, labels)
        assert abs(came[0] - right[0]) < 1e-4, f"loss {came[0]:.3f} where {right[0]:.3f} is right"
        assert model.training is training, f"training was {training} and is {model.training}"


def test_train_epoch(train_epoch):
    torch.manual_seed(0)
    targets = []
    model = nn.Sequential(nn.Linear(2, 4))
    model.register_forward_hook(lambda _model, inputs, _result: targets.append(set(inputs[0][:, 1].tolist())))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = CosineAnnealingLR(optimizer, T_max=4)
    labels = torch.arange(4).repeat_interleave(16)
    images = torch.stack([torch.rand(64), labels.float()], 1)
    train_epoch(model, optimizer, scheduler, images, labels, 16, torch.Generator().manual_seed(0))
    assert any(len(kinds) > 1 for kinds in targets), f"each batch is of one class: {targets}"
    assert scheduler.last_epoch == 1, f"the schedule is at step {scheduler.last_epoch} after one epoch"
