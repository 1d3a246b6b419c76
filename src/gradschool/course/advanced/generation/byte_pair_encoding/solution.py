import math
from collections import Counter
from itertools import pairwise

Pair = tuple[int, int]


def merge(ids: list[int], pair: Pair, new: int) -> list[int]:
    """`ids` with `new` in place of each `pair`, from left to right: no id is used twice."""
    merged: list[int] = []
    place = 0
    while place < len(ids):
        if tuple(ids[place : place + 2]) == pair:
            merged.append(new)
            place += 2
        else:
            merged.append(ids[place])
            place += 1
    return merged


class BPE:
    """Byte-level byte pair encoding: ids 0 to 255 are the bytes, each later id is a pair of earlier ones.

    Gage 1994, "A New Algorithm for Data Compression"; for language models Sennrich, Haddow & Birch 2016, "Neural
    Machine Translation of Rare Words with Subword Units"; on bytes Radford et al. 2019 (GPT-2). This one does not split
    the text into words first.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.merges: dict[Pair, int] = {}  # in the order learned, so the id of a pair is its rank
        self.vocab = [bytes([byte]) for byte in range(256)]

    def train(self, text: str, vocab_size: int) -> None:
        """Learn pairs from `text` until there are `vocab_size` ids, or no pair occurs twice; ties go to the smaller."""
        self._forget()
        ids = list(text.encode())
        while len(self.vocab) < vocab_size:
            counts = Counter(pairwise(ids))
            pair = min(counts, key=lambda pair: (-counts[pair], pair), default=None)
            if pair is None or counts[pair] < 2:
                return
            self.merges[pair] = len(self.vocab)
            self.vocab.append(self.vocab[pair[0]] + self.vocab[pair[1]])
            ids = merge(ids, pair, self.merges[pair])

    def encode(self, text: str) -> list[int]:
        """The ids of `text`: its bytes, with the learned pairs merged in the order of their ids."""
        ids = list(text.encode())
        while len(ids) > 1:
            pair = min(pairwise(ids), key=lambda pair: self.merges.get(pair, math.inf))
            if pair not in self.merges:
                break
            ids = merge(ids, pair, self.merges[pair])
        return ids

    def decode(self, ids: list[int]) -> str:
        """The text of `ids`; bytes that are no valid UTF-8 become U+FFFD.

        Raises:
            ValueError: an id is not in the vocabulary.
        """
        if unknown := [token for token in ids if not 0 <= token < len(self.vocab)]:
            raise ValueError(f"not in a vocabulary of {len(self.vocab)} ids: {unknown}")
        # A character may be spread over several ids, so the bytes are joined before they are read as UTF-8.
        return b"".join(self.vocab[token] for token in ids).decode(errors="replace")
