"""`encode` makes the leftmost merge that is possible, whatever its rank.

The merges have an order, and an early one may need a byte that stands further right: after `bc` and then `ab` were learned, `abc` is `a`, `bc`, not `ab`, `c`.
Of all pairs that have an id, take the one with the smallest id, `min(pairs, key=lambda pair: merges.get(pair, inf))`.
"""

from collections import Counter


def merge(ids, pair, new):
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == pair:
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged


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
        while True:
            pair = next((pair for pair in zip(ids, ids[1:]) if pair in self.merges), None)  # <- here
            if pair is None:
                return ids
            ids = merge(ids, pair, self.merges[pair])

    def decode(self, ids):
        return b"".join(self.vocab[id] for id in ids).decode("utf-8", errors="replace")
