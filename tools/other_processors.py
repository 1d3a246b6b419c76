"""Prove the lessons as if this processor had older vector units: `python tools/other_processors.py [LESSON …]`.

Sums are added in another order there, so the last digits differ. A stated output that hangs on them would fail on
somebody's machine; this finds it on ours.
"""

from __future__ import annotations

import os
import subprocess
import sys

PROCESSORS = {
    "without vector units": {
        "ATEN_CPU_CAPABILITY": "default",
        "MKL_ENABLE_INSTRUCTIONS": "SSE4_2",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
    },
    "with AVX2": {"ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2", "ONEDNN_MAX_CPU_ISA": "AVX2"},
}
PROVE = """
import sys
from gradschool import worker
from gradschool.content import load_course
from gradschool.verify.lessons import check_lesson

course, failed = load_course(), 0
with worker.own() as warm:
    for name in sys.argv[1:] or course.lessons:
        start = lambda folder: warm.fork("live", {"folder": folder}, seconds=300)
        examples, outputs, problems = check_lesson(course, course.lessons[name], start)
        failed += len(problems)
        print(f"{name}: {examples} examples, {outputs} outputs, {len(problems)} problems", flush=True)
        for problem in problems:
            print(f"  {problem}", flush=True)
sys.exit(failed > 0)
"""


def main(lessons: list[str]) -> int:
    """Return 1 if any output differs."""
    status = 0
    for processor, variables in PROCESSORS.items():
        print(f"== {processor}", flush=True)
        done = subprocess.run([sys.executable, "-c", PROVE, *lessons], env=os.environ | variables, check=False)
        status |= done.returncode
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
