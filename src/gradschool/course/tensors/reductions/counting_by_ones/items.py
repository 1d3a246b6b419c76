"""What is observed: where counting ends in bfloat16, and a sum that is larger than float16."""

import torch


def three_thousand_ones():
    """What does the last line give?

    256. A bfloat16 has 8 significant binary digits, so that 257 is none: 256 + 1 is rounded back to 256, for ever.
    """
    total = torch.tensor(0.0, dtype=torch.bfloat16)
    for _ in range(3000):
        total = total + 1
    return total.item()


def mean_of_large_numbers():
    """The sum of these is 120,000, and float16 ends at 65,504. What does the last line give?

    40,000: torch adds halves up in float32 and rounds once, at the end, when the mean is small enough again.
    Where a reduction rounds is as important as how often.
    """
    readings = torch.tensor([40_000.0, 40_000.0, 40_000.0], dtype=torch.float16)
    return readings.mean().item()
