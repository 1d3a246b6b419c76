"""Encodes with a linked list and a heap of (rank, place), one occurrence at a time: n log n, and the same ids."""
import heapq
from collections import Counter


class BPE:
    def __init__(self):
        self.ranks, self.pieces = {}, {byte: bytes([byte]) for byte in range(256)}

    def train(self, text, vocab_size):
        self.__init__()
        ids = [*text.encode()]
        while len(self.pieces) < vocab_size and len(ids) > 1:
            counts = Counter(zip(ids, ids[1:], strict=False))
            highest = max(counts.values())
            if highest < 2:
                break
            pair = min(pair for pair, count in counts.items() if count == highest)
            new = self.ranks[pair] = len(self.pieces)
            self.pieces[new] = self.pieces[pair[0]] + self.pieces[pair[1]]
            ids = self.merged(ids, {pair: new})

    def encode(self, text):
        return self.merged([*text.encode()], self.ranks)

    def merged(self, ids, ranks):
        ids, last = list(ids), len(ids)
        before, after = [*range(-1, last - 1)], [*range(1, last + 1)]
        heap = []

        def offer(left):
            if left >= 0 and after[left] < last and (ids[left], ids[after[left]]) in ranks:
                heapq.heappush(heap, (ranks[ids[left], ids[after[left]]], left))

        for place in range(last):
            offer(place)
        while heap:
            new, left = heapq.heappop(heap)
            right = after[left]
            if ids[left] is None or right >= last or ranks.get((ids[left], ids[right])) != new:
                continue  # one of the two has been merged meanwhile
            ids[left], ids[right] = new, None
            after[left] = after[right]
            if after[right] < last:
                before[after[right]] = left
            offer(before[left])
            offer(left)
        return [id for id in ids if id is not None]

    def decode(self, ids):
        return b"".join([self.pieces[id] for id in ids]).decode("utf-8", errors="replace")
