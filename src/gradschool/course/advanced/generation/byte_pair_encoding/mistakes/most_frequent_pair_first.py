"""`encode` counts the pairs of the text that it is given and merges the most frequent one first.

Counting belongs to training.
The same word would be split differently in different texts, and the model would see other ids for it each time.
The order was fixed when the merges were learned: the pair with the smallest id comes first.
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
            counts = Counter(pair for pair in zip(ids, ids[1:]) if pair in self.merges)  # <- here
            if not counts:
                return ids
            pair = max(counts, key=lambda pair: (counts[pair], -self.merges[pair]))
            ids = merge(ids, pair, self.merges[pair])

    def decode(self, ids):
        return b"".join(self.vocab[id] for id in ids).decode("utf-8", errors="replace")
