"""The text was split into characters, not into bytes.

`ord("🙂")` is 128578: code points have no room in 256 ids, they collide with the merges, and the embedding of a model would need 1.1 million rows before the first merge.
UTF-8 writes each of them as one to four bytes: `list(text.encode())`.
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
        self.vocab = {}

    def train(self, text, vocab_size):
        self.__init__()
        ids = [ord(character) for character in text]  # <- here
        for new in range(256, vocab_size):
            counts = Counter(zip(ids, ids[1:]))
            if not counts:
                break
            pair = min(counts, key=lambda pair: (-counts[pair], pair))
            if counts[pair] < 2:
                break
            self.merges[pair] = new
            self.vocab[new] = "".join(self.vocab.get(id, chr(id)) for id in pair)
            ids = merge(ids, pair, new)

    def encode(self, text):
        ids = [ord(character) for character in text]  # <- here
        while len(ids) >= 2:
            pair = min(zip(ids, ids[1:]), key=lambda pair: self.merges.get(pair, float("inf")))
            if pair not in self.merges:
                break
            ids = merge(ids, pair, self.merges[pair])
        return ids

    def decode(self, ids):
        return "".join(self.vocab[id] if id in self.vocab else chr(id) for id in ids)
