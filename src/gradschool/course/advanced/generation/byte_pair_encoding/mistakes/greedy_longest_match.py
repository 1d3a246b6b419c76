"""`encode` takes the longest entry of the vocabulary that fits, from left to right, and forgets the order of the merges.

That is how WordPiece works.
In byte pair encoding an early merge can take away a byte that a later, leftmost one would need: after `bc` and then `ab` were learned, `abc` is `a`, `bc`.
A model that was trained on one splitting has never seen the other.
Merge the pair with the smallest id first.
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
        data = text.encode("utf-8")
        spelled = {piece: id for id, piece in self.vocab.items()}
        longest = max(map(len, spelled))
        ids, i = [], 0
        while i < len(data):
            for size in range(longest, 0, -1):
                if data[i : i + size] in spelled:  # <- here
                    ids.append(spelled[data[i : i + size]])
                    i += len(data[i : i + size])
                    break
        return ids

    def decode(self, ids):
        return b"".join(self.vocab[id] for id in ids).decode("utf-8", errors="replace")
