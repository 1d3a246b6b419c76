"""All that a live kernel's code prints, in order, as messages: from Python, from C, and up to a limit."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import io
import multiprocessing
import os
import select
import signal
import sys
import threading
import time
from types import FrameType, TracebackType

from gradschool.wire import Channel, Closed, Message

TEXT_LIMIT = 1 << 20
IMAGE_LIMIT = 32 << 20
_PIPE_SIZE = 1 << 20
_PAUSE = 0.02
# So many lines are sent as they are printed, so that they are not lost when the next line kills the process.
# A loop that prints more than that is gathered, so that sending does not slow it down.
_AT_ONCE = 200


class Interrupts:
    """SIGINT becomes a KeyboardInterrupt in the learner's code, and never in ours."""

    def __init__(self) -> None:
        self._main = threading.get_ident()
        self._held = 0
        self._running = self._pending = False
        signal.signal(signal.SIGINT, self._on_signal)
        self._unraisable, sys.unraisablehook = sys.unraisablehook, self._on_unraisable
        os.register_at_fork(before=self._before_fork, after_in_parent=self._after_fork, after_in_child=self._in_fork)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self._running:
            # A terminal's Ctrl-C reaches them too. A DataLoader waits five seconds for workers that have not heard it.
            for child in multiprocessing.active_children():
                with contextlib.suppress(ProcessLookupError, TypeError):
                    os.kill(child.pid, signal.SIGINT)  # type: ignore[arg-type]
        if self._held:
            self._pending = True
        elif self._running:
            raise KeyboardInterrupt

    def begin(self) -> None:
        """From here on the learner's code runs."""
        self._running, self._pending = True, False

    def end(self) -> None:
        """The learner's code is over; a signal that comes now comes too late."""
        self._running = self._pending = False

    def __enter__(self) -> None:
        if threading.get_ident() == self._main:
            self._held += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        if threading.get_ident() == self._main:
            self._held -= 1
            self._raise_pending()

    def _raise_pending(self) -> None:
        if self._pending and self._running and not self._held:
            self._pending = False
            raise KeyboardInterrupt

    def _on_unraisable(self, lost: sys.UnraisableHookArgs) -> None:
        """Python passes over what is raised in a `__del__` or around a fork. An interrupt must not get lost there."""
        if isinstance(lost.exc_value, KeyboardInterrupt) and self._running:
            self._again()
        else:
            self._unraisable(lost)

    def _again(self) -> None:
        signalling = threading.Timer(_PAUSE, os.kill, (os.getpid(), signal.SIGINT))
        signalling.daemon = True
        signalling.start()

    def _before_fork(self) -> None:
        self.__enter__()

    def _after_fork(self) -> None:
        if threading.get_ident() == self._main:
            self._held -= 1
        if self._pending:
            self._pending = False
            self._again()

    def _in_fork(self) -> None:
        """In a process that the learner's code forked, an interrupt is what it is in any Python."""
        self._held, self._running = 0, False
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Output:
    """The only sender on the channel: printed text and shown things of the current run, in the order they came.

    It takes the place of `sys.stdout`, `sys.stderr` and of the file descriptors 1 and 2 below them.
    """

    def __init__(self, channel: Channel, interrupts: Interrupts) -> None:
        self._channel, self._interrupts = channel, interrupts
        self._lock = threading.RLock()
        self._buffer: list[tuple[str, list[str]]] = []
        self._run: int | None = None
        self._room, self._image_room, self._at_once = TEXT_LIMIT, IMAGE_LIMIT, _AT_ONCE
        self._forked = False
        self.quiet = False  # while nothing runs but somebody looks: what objects print about that interests nobody
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self._pipes = {_redirected(1): "stdout", _redirected(2): "stderr"}
        self._decoders = {fd: _decoder() for fd in self._pipes}
        self._ready = select.poll()
        for fd in self._pipes:
            self._ready.register(fd, select.POLLIN)
        self._wake, self._waker = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._waker, False)
        self._buried = [sys.stdout, sys.stderr]  # some module may hold them, and what they buffer comes out at a flush
        sys.stdout, sys.stderr = Stream(self, 1), Stream(self, 2)
        os.register_at_fork(after_in_child=self._after_fork)
        threading.Thread(target=self._pump, name="gradschool-output", daemon=True).start()

    # ------------------------------------------------------------------ the run

    def begin(self, run: int) -> None:
        """What comes from now on belongs to `run`, and it may be interrupted."""
        with self._interrupts, self._lock:
            self._run = run
            self._room, self._image_room, self._at_once = TEXT_LIMIT, IMAGE_LIMIT, _AT_ONCE
            self._interrupts.begin()
            self._send({"type": "begun"})

    def end(self, *last: Message) -> None:
        """Send what is left and the run's `last` messages; what comes later waits for the next run."""
        with self._interrupts, self._lock:
            self.flush()
            for message in last:
                self._send(message)
            self._run = None

    def write(self, name: str, text: str) -> None:
        """Print `text` to the stream called `name`."""
        if self._room <= 0:
            return  # a loop that has printed too much goes on printing; that must cost it little
        with self._interrupts, self._lock:
            if self.quiet:
                return
            self._read_pipes()
            self._append(name, text)
            if self._at_once > 0 and "\n" in text:
                self._at_once -= 1
                self._send_buffer()
            elif self._buffer:
                self._rouse()

    def show(self, kind: str, mime: dict[str, str], png: bytes = b"") -> None:
        """Send a mime bundle, as `kind` ("display" or "result"), after all that was printed before it."""
        with self._interrupts, self._lock:
            if self._room <= 0:
                return
            self._read_pipes()
            size = sum(map(len, mime.values()))
            if size > self._room:
                mime = {"text/plain": mime.get("text/plain", "")[: self._room]}
            if len(png) > self._image_room:
                png = b""
                self._append("stderr", "(no more figures: a run may show 32 MB of them)\n")
            self._image_room -= len(png)
            self._send_buffer()
            if self._run is not None:
                self._send({"type": kind, "mime": mime}, png)
            self._room -= size
            if self._room <= 0:
                self._say_cut()

    def tell(self, message: Message) -> None:
        """Send a message of the current run, beside what is printed."""
        with self._interrupts, self._lock:
            if self._run is not None and not self.quiet:
                self._send(message)

    def reply(self, message: Message) -> None:
        """Send an answer that belongs to no run."""
        with self._interrupts, self._lock:
            self._deliver(message)

    def flush(self) -> None:
        """Send all that was printed until now, also what C and forked processes have written."""
        with self._interrupts, self._lock:
            if self._forked:
                return
            self._read_pipes()
            for stream in self._buried:
                stream.flush()
            self._read_pipes()
            self._send_buffer()

    # ------------------------------------------------------------------ under the lock

    def _append(self, name: str, text: str) -> None:
        if self._room <= 0 or not text:
            return
        if len(text) > self._room:
            text = text[: self._room]
        self._room -= len(text)
        if self._buffer and self._buffer[-1][0] == name:
            self._buffer[-1][1].append(text)
        else:
            self._buffer.append((name, [text]))
        if self._room <= 0:
            self._say_cut()

    def _say_cut(self) -> None:
        self._room = 0
        self._buffer.append(("stderr", ["\n… output cut at 1 MB\n"]))

    def _send_buffer(self) -> None:
        if self._run is None:
            return
        waiting, self._buffer = self._buffer, []
        for name, parts in waiting:
            # Lone surrogates are legal in a str and in JSON, and nowhere after that.
            text = "".join(parts).encode("utf-8", "backslashreplace").decode()
            self._send({"type": "stream", "stream": name, "text": text})

    def _send(self, message: Message, blob: bytes = b"") -> None:
        self._deliver({"id": self._run, **message}, blob)

    def _deliver(self, message: Message, blob: bytes = b"") -> None:
        if self._forked:
            return
        try:
            self._channel.send(message, blob)
        except Closed:
            os._exit(0)  # whoever asked is gone, and nobody else can hear

    def _read_pipes(self) -> bool:
        """Take what stands in the pipes; True if there was so much that more is to be expected."""
        much = False
        for fd, event in self._ready.poll(0):
            if event & select.POLLIN:
                part = os.read(fd, _PIPE_SIZE)
                much = much or len(part) >= _PIPE_SIZE // 2
                self._append(self._pipes[fd], self._decoders[fd].decode(part))
        return much

    def _rouse(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it is awake already
            os.write(self._waker, b".")

    # ------------------------------------------------------------------ another thread, another process

    def _pump(self) -> None:
        """Send what was gathered, and what C code prints; end the process when nobody listens any more."""
        events, socket = select.poll(), self._channel.socket.fileno()
        for fd in (*self._pipes, self._wake):
            events.register(fd, select.POLLIN)
        events.register(socket, 0)  # POLLHUP and POLLERR are always told
        much = False
        while True:
            ready = {fd for fd, _ in events.poll()}
            if socket in ready:
                os._exit(0)
            if not much:
                time.sleep(_PAUSE)
            with self._lock:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, _PIPE_SIZE)
                much = self._read_pipes()
                self._send_buffer()

    def _after_fork(self) -> None:
        """In a process that the learner's code forked (a DataLoader's worker): print, never speak for the kernel."""
        self._forked = True
        self._lock = threading.RLock()
        self._buffer, self._room = [], 0
        self._channel.close()
        for number in (1, 2):
            stream = sys.stdout if number == 1 else sys.stderr
            if isinstance(stream, Stream):
                stream.write_to_pipe()


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of the learner's code."""

    def __init__(self, output: Output, number: int) -> None:
        super().__init__()
        self._output, self._number = output, number
        self._name = "stdout" if number == 1 else "stderr"
        self.name = f"<{self._name}>"
        self._line: list[str] | None = None
        self.buffer = _Bytes(self)

    encoding = "utf-8"
    errors = "backslashreplace"
    line_buffering = True
    mode = "w"

    def write(self, text: str) -> int:
        """Print `text`."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if self._line is None:
            self._output.write(self._name, text)
        else:
            self._line.append(text)
            if "\n" in text:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was printed until now."""
        if self._line is None:
            self._output.flush()
        elif self._line:
            # One write for a line: those of several workers then do not get mixed up.
            text, self._line = "".join(self._line), []
            os.write(self._number, text.encode("utf-8", "backslashreplace"))

    def write_to_pipe(self) -> None:
        """Go on in a forked process, where nobody reads but the kernel at the other end of the pipe."""
        self._line = []

    def reconfigure(self, **_: object) -> None:
        """Accepted and without effect: the text goes to a page, which decides."""

    def writable(self) -> bool:
        """Yes."""
        return True

    def isatty(self) -> bool:
        """No: nothing understands a terminal's codes here."""
        return False

    def fileno(self) -> int:
        """The descriptor that C code writes to."""
        return self._number

    def close(self) -> None:
        """Without effect: the next example prints too."""


class _Bytes(io.BufferedIOBase):
    """`sys.stdout.buffer`: bytes into the same stream of text."""

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self._stream, self._decoder = stream, _decoder()

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        view = memoryview(data)
        self._stream.write(self._decoder.decode(bytes(view)))
        return view.nbytes

    def flush(self) -> None:
        self._stream.flush()

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Without effect, as for the stream above it."""


def _decoder() -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8")("replace")


def _redirected(number: int) -> int:
    """Let descriptor `number` write into a pipe, and return the pipe's other end."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with contextlib.suppress(OSError):  # somebody's quota of large pipes is used up; a small one is only slower
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    os.dup2(writing, number)
    os.close(writing)
    return reading
