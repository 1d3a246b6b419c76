class BPE:
    """Byte-level byte pair encoding: ids 0 to 255 are the bytes, each later id is a pair of earlier ones."""

    def train(self, text: str, vocab_size: int) -> None:
        """Learn pairs from `text` until there are `vocab_size` ids, or no pair occurs twice."""
        raise NotImplementedError("your turn")

    def encode(self, text: str) -> list[int]:
        """The ids of `text`: its bytes, with the learned pairs merged in the order of their ids."""
        raise NotImplementedError("your turn")

    def decode(self, ids: list[int]) -> str:
        """The text of `ids`; bytes that are no valid UTF-8 become U+FFFD."""
        raise NotImplementedError("your turn")
