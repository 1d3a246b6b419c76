"""What is observed of an answer to `SequenceDataset` and `pad_collate`."""

from functools import partial

import torch
from torch.utils.data import DataLoader

from gradschool.scenarios import Answer, scenario


def tokens(*lengths: int) -> list[torch.Tensor]:
    """Sequences of whole numbers from 1, with a 0 inside, which is data: at the second place, or the only one."""
    sequences = [torch.randint(1, 50, (length,)) for length in lengths]
    for sequence in sequences:
        sequence[1:2] = 0
    return sequences


@scenario("hands out each sequence with its label")
def items(answer: Answer):
    sequences = answer.given(tokens(3, 5, 2), "sequences")
    dataset = answer.SequenceDataset(sequences, [2, 0, 1])
    sequence, label = dataset[1]
    return {"len(dataset)": len(dataset), "dataset[1], sequence": sequence, "dataset[1], label": int(label)}


@scenario("keeps the dtype of a sequence", cases=[((4,), torch.float64), ((4, 2), torch.float32)])
def item_dtype(answer: Answer, shape: tuple[int, ...], dtype: torch.dtype):
    dataset = answer.SequenceDataset([torch.randn(shape, dtype=dtype), torch.randn(shape, dtype=dtype)], [0, 1])
    return {"dataset[0], sequence": dataset[0][0]}


@scenario("ends: an index past the end raises an IndexError")
def ends(answer: Answer):
    dataset = answer.SequenceDataset(tokens(3, 5), [2, 0])
    return {"dataset[2]": answer.attempt(lambda: dataset[2][0], kind=IndexError)}


@scenario("refuses another number of labels than of sequences", cases=[([1],), ([1, 0, 2],)])
def mismatch(answer: Answer, labels: list[int]):
    def build() -> str:
        return f"accepted, with len {len(answer.SequenceDataset(tokens(3, 5), labels))}"

    return {f"SequenceDataset(two sequences, {labels})": answer.attempt(build, kind=ValueError)}


def collated(result: object) -> dict[str, object]:
    padded, lengths, labels = result
    return {"padded": padded, "lengths": lengths, "labels": labels}


@scenario("pads to the longest of the batch, in the order of the batch", cases=[((3, 3),), ((3, 5),), ((2, 1, 4),)])
def padding(answer: Answer, lengths: tuple[int, ...]):
    batch = answer.given([(sequence, label) for label, sequence in enumerate(tokens(*lengths))], "batch")
    return collated(answer.pad_collate(batch))


@scenario("pads with padding_value, which may be data as well", cases=[(-1,), (-100,)])
def value(answer: Answer, padding_value: int):
    sequences = tokens(2, 4)
    sequences[1][-1] = padding_value
    return collated(answer.pad_collate([(sequences[0], 3), (sequences[1], 1)], padding_value))


@scenario(
    "keeps features behind the time axis, and the dtype",
    cases=[((), torch.float32), ((2,), torch.float32), ((2,), torch.int64)],
)
def features(answer: Answer, features: tuple[int, ...], dtype: torch.dtype):
    first, second = (torch.randn((time, *features)).mul(10).to(dtype) for time in (2, 3))
    return collated(answer.pad_collate([(first, 1), (second, 0)]))


@scenario("takes an empty sequence, and a batch of one", cases=[((3,),), ((2, 0, 1),)])
def corners(answer: Answer, lengths: tuple[int, ...]):
    return collated(answer.pad_collate([(sequence, 7) for sequence in tokens(*lengths)]))


@scenario("works in a DataLoader", cases=[(0,), (-100,)])
def loader(answer: Answer, padding_value: int):
    dataset = answer.SequenceDataset(tokens(3, 5, 2, 4, 1), [4, 3, 2, 1, 0])
    collate = partial(answer.pad_collate, padding_value=padding_value)
    batches = list(DataLoader(dataset, batch_size=2, collate_fn=collate))
    return {"number of batches": len(batches)} | {
        f"batch {number}, {name}": part
        for number, batch in enumerate(batches)
        for name, part in collated(batch).items()
    }
