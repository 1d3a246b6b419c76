"""The list was shortened while a loop over its old length was still running.

`range(len(ids) - 1)` is worked out once; each merge takes an id away, so the last places no longer exist.
Build a new list with a `while` loop that goes on by two after a merge and by one otherwise.
"""

from collections import Counter


def merge(ids, pair, new):
    ids = list(ids)
    for i in range(len(ids) - 1):  # <- here
        if (ids[i], ids[i + 1]) == pair:
            ids[i : i + 2] = [new]
    return ids


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
