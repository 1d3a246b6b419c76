"""What is observed of an answer to `BPE`."""

import random
from collections.abc import Iterator
from contextlib import suppress

from gradschool.scenarios import Answer, scenario

WORKED = "aaabdaaabac"


def trained(answer: Answer, text: str, vocab_size: int):
    bpe = answer.BPE()
    bpe.train(text, vocab_size)
    return bpe


def learned(bpe) -> list[str]:
    """What the ids from 256 stand for, the first twenty or as many as there are."""
    return list(pieces(bpe))


def pieces(bpe) -> Iterator[str]:
    with suppress(Exception):
        for token in range(256, 276):
            yield bpe.decode([token])


@scenario("starts from the bytes of UTF-8", cases=[("",), ("a",), ("ab\n",), ("é",), ("a🙂",), ("\0 ÿ",)])
def untrained(answer: Answer, text: str):
    bpe = answer.BPE()
    ids = bpe.encode(text)
    return {"BPE().encode(text)": ids, "decoded again": bpe.decode(list(text.encode()))}


@scenario(
    "merges the pair that occurs most often, and counts again",
    cases=[("ab", 256), ("abab", 257), (WORKED, 257), (WORKED, 258), (WORKED, 259), ("xyzxyzxyz xy", 259)],
)
def merges(answer: Answer, text: str, vocab_size: int):
    bpe = trained(answer, text, vocab_size)
    return {"ids from 256": learned(bpe), "encode(text)": bpe.encode(text)}


@scenario(
    "takes the smaller pair of two that occur equally often", cases=[("cdcdabab",), ("adadacac",), ("baca baca",)]
)
def ties(answer: Answer, text: str):
    return {"ids from 256": learned(trained(answer, text, 257))}


@scenario("counts a pair wherever its two ids stand side by side", cases=[("zzzz abab",), ("bbb cdcd",)])
def overlapping_counts(answer: Answer, text: str):
    return {"ids from 256": learned(trained(answer, text, 257))}


@scenario("replaces from left to right and uses no id twice", cases=[("aa",), ("aaa",), ("aaaaa",), ("baaab",)])
def overlapping_pairs(answer: Answer, text: str):
    bpe = trained(answer, "aaaa", 257)
    ids = bpe.encode(text)
    again = trained(answer, f"{text} aa {text} aa", 258)
    return {"encode(text)": ids, "ids from 256, trained on twice the text": learned(again)}


@scenario("stops when no pair occurs twice", cases=[("",), ("a",), ("abc",), ("abab",), (WORKED,)])
def too_little_text(answer: Answer, text: str):
    bpe = trained(answer, text, 300)
    return {"ids from 256": learned(bpe), "encode(text)": bpe.encode(text)}


@scenario(
    "counts the text as it is, over spaces and line ends", cases=[("a a a a a",), ("ab\nab\nab\n",), ("Go go GO gO",)]
)
def across_words(answer: Answer, text: str):
    bpe = trained(answer, text, 260)
    return {"ids from 256": learned(bpe), "encode(text)": bpe.encode(text)}


@scenario(
    "makes the merges in the order in which they were learned",
    cases=[
        ("bcbcbcabab", 258, "abc"),
        ("bcbcbcabab", 258, "ababc"),
        ("abababcbcb", 258, "abc"),
        ("abc1abc2abc3bc4bc5bc6ab7ab8", 259, "abc"),
    ],
)
def by_rank(answer: Answer, trained_on: str, vocab_size: int, text: str):
    bpe = trained(answer, trained_on, vocab_size)
    return {"ids from 256": learned(bpe), "encode(text)": bpe.encode(text)}


@scenario("encodes texts that it was not trained on", cases=[("",), ("a",), ("zebra",), ("über 🙂",)])
def unseen(answer: Answer, text: str):
    bpe = trained(answer, WORKED, 259)
    ids = bpe.encode(text)
    return {"encode(text)": ids, "decode(encode(text))": bpe.decode(ids)}


@scenario("tells ids apart that begin with the same digits")
def digits(answer: Answer):
    bpe = trained(answer, "a\nxa\nyae", 257)  # the bytes 97 10 120 97 10 121 97 101
    return {"ids from 256": learned(bpe), "encode('a\\nae')": bpe.encode("a\nae")}


@scenario(
    "writes � for bytes that are no character",
    cases=[([195],), ([240, 159, 153],), ([104, 195, 105],), ([169, 104],), ([104, 255, 255],)],
)
def cut_characters(answer: Answer, ids: list[int]):
    return {"BPE().decode(ids)": answer.BPE().decode(ids)}


@scenario("puts a character together that is spread over several ids")
def spread(answer: Answer):
    bpe = trained(answer, "aéaèaê", 257)  # 97 and 195, the first byte of é, è and ê, occur together three times
    return {
        "decode([256])": bpe.decode([256]),
        "decode([256, 169])": bpe.decode([256, 169]),
        "encode('aü')": bpe.encode("aü"),
        "decode(encode('aü🙂'))": bpe.decode(bpe.encode("aü🙂")),
    }


@scenario("refuses an id that isn't in its vocabulary", cases=[(258,), (300,), (-1,), (-258,)])
def unknown_ids(answer: Answer, token: int):
    bpe = trained(answer, "abababab", 258)
    return {
        "decode([97, 257])": bpe.decode([97, 257]),
        f"decode([97, {token}])": answer.attempt(bpe.decode, [97, token]),
    }


@scenario("starts afresh when it is trained again, and each BPE learns for itself")
def again(answer: Answer):
    first = trained(answer, "abababab", 300)
    second = trained(answer, "xyxy", 300)
    first_before = learned(first)
    first.encode("zzzzzz")
    first_after = learned(first)
    first.train("cdcd", 300)
    return {
        "ids from 256": first_before,
        "those of another BPE": learned(second),
        "after encoding": first_after,
        "after training again": learned(first),
        "encode('cdab')": first.encode("cdab"),
    }


@scenario("learns and encodes texts of any kind", cases=[("ab", 262), ("abc ", 270), ("aé🙂", 266)])
def drawn_texts(answer: Answer, letters: str, vocab_size: int):
    text, other = ("".join(random.choices(letters, k=60)) for _ in range(2))
    bpe = trained(answer, text, vocab_size)
    ids = bpe.encode(other)
    return {
        f"ids from 256, trained on {text!r}": learned(bpe),
        f"encode({other!r})": ids,
        "decoded again": bpe.decode(ids),
    }
