"""In a run such as `zzzz` the pair (z, z) was counted twice; it occurs at three places.

Only the *replacing* uses no id twice; the counting looks at every place where two neighbors stand, as `zip(ids, ids[1:])` does.
With the lower count another pair wins, and from there on every id stands for something else.
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
            counts, i = Counter(), 0
            while i + 1 < len(ids):
                pair = (ids[i], ids[i + 1])
                counts[pair] += 1
                i += 2 if ids[i : i + 3] == [ids[i]] * 3 else 1  # <- here
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
