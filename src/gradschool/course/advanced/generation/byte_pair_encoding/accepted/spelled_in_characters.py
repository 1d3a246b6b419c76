"""Each id is one character of a private alphabet, so `str.replace` does the merging: left to right, nothing twice."""
import re


class BPE:
    rules = ()

    def train(self, text, vocab_size):
        coded, rules = text.encode().decode("latin-1"), []
        while 256 + len(rules) < vocab_size:
            places = [coded[at : at + 2] for at in range(len(coded) - 1)]
            ranked = sorted(set(places), key=lambda pair: (-places.count(pair), pair))
            if not ranked or places.count(ranked[0]) < 2:
                break
            rules.append((ranked[0], chr(256 + len(rules))))
            coded = coded.replace(*rules[-1])
        self.rules = tuple(rules)

    def encode(self, text):
        coded = text.encode().decode("latin-1")
        for pair, new in self.rules:
            coded = coded.replace(pair, new)
        return [ord(each) for each in coded]

    def decode(self, ids):
        coded = "".join(chr(id) for id in ids)
        if re.search(f"[^\\x00-{chr(255 + len(self.rules))}]", coded):
            raise KeyError("unknown id")
        for pair, new in reversed(self.rules):
            coded = coded.replace(new, pair)
        return coded.encode("latin-1").decode(errors="replace")
