"""Asks torch_judge in the way it is meant to be asked, in an IPython shell; run with the peers' interpreter.

One JSON object a line on standard input: `{"task": "softmax", "code": "…"}`. The code is run as one cell, then
`check(task)` is called. The answer is a line as well: `{"solved": true, "seconds": 0.0012, "said": "…"}`, the seconds
being those of the call of `check` alone. Its report goes to memory: no terminal, which would take longer.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a cell prints must not come between the answers
    with tempfile.TemporaryDirectory() as folder:
        progress = Path(folder, "progress.json")
        os.environ["PROGRESS_PATH"] = str(progress)
        torch = import_module("torch")
        torch.set_num_threads(1)
        check = import_module("torch_judge").check
        shell = import_module("IPython.core.interactiveshell").InteractiveShell.instance()
        for line in sys.stdin:
            request = json.loads(line)
            progress.unlink(missing_ok=True)
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                if "code" in request:
                    shell.reset()
                    shell.run_cell(request["code"])
                began = time.perf_counter()
                check(request["task"])
                seconds = time.perf_counter() - began
            entry = json.loads(progress.read_text()).get(request["task"], {}) if progress.exists() else {}
            reply = {"solved": entry.get("status") == "solved", "seconds": seconds, "said": said.getvalue()}
            print(json.dumps(reply), file=answers, flush=True)


if __name__ == "__main__":
    main()
