"""Encodes by going through all merges once, in order: a merge never makes a pair of a lower rank."""


class BPE:
    def __init__(self):
        self.ordered = []

    def apply(self, ids, left, right, new):
        ids = list(ids)
        place = 0
        while place + 1 < len(ids):
            if ids[place] == left and ids[place + 1] == right:
                ids[place : place + 2] = [new]
            place += 1
        return ids

    def train(self, text, vocab_size):
        self.ordered = []
        ids = list(text.encode("utf-8"))
        for new in range(256, vocab_size):
            counts = {}
            for pair in zip(ids, ids[1:]):
                counts[pair] = counts.get(pair, 0) + 1
            # Sorted by pair first: `max` keeps the first of equals.
            most = max(sorted(counts), key=counts.get, default=None)
            if most is None or counts[most] == 1:
                break
            self.ordered.append(most)
            ids = self.apply(ids, *most, new)

    def encode(self, text):
        ids = list(text.encode("utf-8"))
        for rank, pair in enumerate(self.ordered):
            ids = self.apply(ids, *pair, 256 + rank)
        return ids

    def spelled(self, id):
        if id < 256:
            return [id]
        left, right = self.ordered[id - 256]
        return self.spelled(left) + self.spelled(right)

    def decode(self, ids):
        return bytes(byte for id in ids for byte in self.spelled(id)).decode("utf-8", "replace")
