"""IPython without a terminal, without a history and without a home: what it shows goes out as messages."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import leading_empty_lines
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets.config import Config

from gradschool.inside.streams import Output
from gradschool.wire import Message

_BACKEND = "module://matplotlib_inline.backend_inline"


class Compiler(CachingCompiler):
    """Compiles an example under the name that its reader knows it by."""

    name = "example"

    def get_code_name(self, *_: Any) -> str:
        """What takes a file's place in tracebacks."""
        return self.name


class Publisher(DisplayPublisher):
    """`display()` as a message."""

    def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
        """Send a mime bundle."""
        _show(self.shell, "display", data)

    def clear_output(self, wait: bool = False) -> None:
        """Without effect: what an example has shown stays on its page."""


class Hook(DisplayHook):
    """The value of a last expression as a message. It is kept as `_`, and as nothing else: tensors are large."""

    def write_output_prompt(self) -> None:
        """An example has no number."""

    def write_format_data(self, format_dict: dict[str, Any], *_: Any) -> None:
        """Send the value, in all forms that it has."""
        _show(self.shell, "result", format_dict)

    def update_user_ns(self, result: Any) -> None:
        """Keep the value as `_`."""
        names: dict[str, Any] = self.shell.user_ns  # type: ignore[union-attr]
        if names.get("_") is self._:  # otherwise it is a name that the learner gave
            names["_"] = self._ = result

    def log_output(self, format_dict: dict[str, Any]) -> None:
        """Nobody reads it."""

    def finish_displayhook(self) -> None:
        """Nothing is left to be written."""
        self._is_active = False


class Profile(ProfileDir):
    """A profile that stays a name: no folder is made for it."""

    def check_dirs(self) -> None:
        """Nothing is kept in them."""


class Shell(InteractiveShell):
    """The shell in which a lesson's examples run, in one namespace."""

    compiler_class = Compiler
    output: Output
    folder: str

    def init_profile_dir(self, *_: Any) -> None:
        """The learner's own settings of IPython are for their own IPython."""
        self.profile_dir = Profile()

    def init_virtualenv(self) -> None:
        """The process is in the right environment already."""

    def system(self, cmd: str) -> None:
        """`!command`: through our descriptors, not through a pseudo-terminal; an interrupt ends it and the example."""
        command = self.var_expand(cmd, depth=1)  # type: ignore[no-untyped-call]
        self.user_ns["_exit_code"] = subprocess.call(command, shell=True)  # noqa: S602 (the learner's own shell)

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window; figures are shown in the page."""

    def without_folder(self, text: str) -> str:
        """`text` with "example 3" for "/…/example 3": an example's name is no file, but IPython takes it for one."""
        return text.replace(self.folder, "")

    def ask_exit(self) -> None:
        """`exit` and `quit`."""
        raise SystemExit("an example cannot leave the lesson")

    def showtraceback(self, exc_tuple: Any = None, *_: Any, **__: Any) -> None:
        """Remember the error; it is told when the example is over."""
        error = exc_tuple[1] if exc_tuple else sys.exc_info()[1]
        if error is not None and all(error is not known for known in self.errors):
            self.errors.append(error)

    def showsyntaxerror(self, *_: Any, **__: Any) -> None:
        """Remember the error."""
        self.showtraceback()

    def _format_exception_for_storage(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}  # IPython renders every traceback a second time, for a history that we do not keep

    def execute(self, code: str, name: str) -> list[BaseException]:
        """Run one example and return what went wrong; nothing, usually."""
        self.errors: list[BaseException] = []
        self.compile.name = name  # type: ignore[attr-defined]
        # Forgets which warnings were shown already, in every module: each example shows its own.
        warnings.filterwarnings("default", append=True)
        try:
            result = self.run_cell(code, store_history=True)  # type: ignore[no-untyped-call]
            final = result.error_before_exec or result.error_in_exec
            if final is not None:
                self.showtraceback((type(final), final, None))
            return self.errors
        finally:
            # They would hold the last error's frames, and so every tensor in them.
            self.errors, self.last_execution_result = [], None


def new(output: Output, folder: str) -> Shell:
    """The shell of this process, with `folder` as its working folder."""
    os.chdir(folder)
    os.environ["MPLBACKEND"] = _BACKEND
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.update(colors="nocolor", cache_size=0, ast_node_interactivity="last_expr")
    config.Completer.use_jedi = False  # it reads whole libraries, and what it would find is in memory here
    shell = Shell.instance(config=config, ipython_dir=folder, display_pub_class=Publisher, displayhook_class=Hook)
    shell.output, shell.folder = output, f"{Path.cwd()}/"
    shell.set_hook("show_in_pager", _show_page, 99)  # type: ignore[no-untyped-call]
    transforms = shell.input_transformer_manager.cleanup_transforms
    # Dropping an example's first blank lines would shift its line numbers.
    transforms[:] = [step for step in transforms if step is not leading_empty_lines]
    warnings.filterwarnings("ignore", message="To exit: use", module="IPython")
    return shell


def _show_page(shell: Shell, data: Any, *_: Any, **__: Any) -> None:
    """What a terminal would page through (`name?`), at once."""
    text = data if isinstance(data, str) else str(data.get("text/plain", ""))
    shell.output.show("display", {"text/plain": shell.without_folder(text).rstrip()})


def _show(shell: Any, kind: str, data: dict[str, Any]) -> None:
    """Send a mime bundle: text as text, a PNG as bytes, anything else as JSON."""
    mime: Message = {}
    png = b""
    for name, value in data.items():
        if name == "image/png":
            png = base64.b64decode(value) if isinstance(value, str) else bytes(value)
        elif isinstance(value, bytes):
            mime[name] = base64.b64encode(value).decode()
        else:
            mime[name] = value if isinstance(value, str) else _json(value)
    shell.output.show(kind, mime, png)


def _json(value: Any) -> str:
    import json

    return json.dumps(value, default=repr)
