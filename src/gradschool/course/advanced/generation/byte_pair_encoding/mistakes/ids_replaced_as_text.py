"""The ids were written as text and replaced there, so half of one number was taken for another.

In `"97 101"` the text `"97 10"` is found, and the ids of `ae` become `2561`.
The same happens with a regular expression that doesn't ask for a boundary on both sides.
Compare ids as numbers, in a list.
"""

from collections import Counter


def merge(ids, pair, new):
    text = " ".join(map(str, ids))
    text = text.replace(f"{pair[0]} {pair[1]}", str(new))  # <- here
    return [int(each) for each in text.split()]


class BPE:
    def __init__(self):
        self.merges = {}
        self.vocab = {byte: bytes([byte]) for byte in range(256)}

    def train(self, text, vocab_size):
        self.__init__()
        ids = list(text.encode("utf-8"))
        for new in range(256, vocab_size):
            counts = Counter(zip(ids, ids[1:]))
            if not counts:
                break
            pair = min(counts, key=lambda pair: (-counts[pair], pair))
            if counts[pair] < 2:
                break
            self.merges[pair] = new
            self.vocab[new] = self.vocab[pair[0]] + self.vocab[pair[1]]
            ids = merge(ids, pair, new)

    def encode(self, text):
        ids = list(text.encode("utf-8"))
        while len(ids) >= 2:
            pair = min(zip(ids, ids[1:]), key=lambda pair: self.merges.get(pair, float("inf")))
            if pair not in self.merges:
                break
            ids = merge(ids, pair, self.merges[pair])
        return ids

    def decode(self, ids):
        return b"".join(self.vocab[id] for id in ids).decode("utf-8", errors="replace")
