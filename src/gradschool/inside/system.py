"""The few Linux calls that Python does not wrap. Each says whether it held; none raises where the kernel lacks it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys

LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None
if _libc is not None:
    _libc.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4  # an address does not fit in C's int
    _libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 8, 22, 36, 38
PR_SET_DUMPABLE = 4
_MADV_COLLAPSE, _LARGE_PAGE = 25, 2 << 20
_CAPSET, _LANDLOCK = {"x86_64": (126, 444), "aarch64": (91, 444)}.get(platform.machine(), (0, 444))
_CAP_DAC_READ_SEARCH = 1 << 2

# struct landlock_ruleset_attr: file-system rights, network rights, scopes (signals and abstract sockets of others).
_WRITE_RIGHTS = sum(1 << bit for bit in (1, *range(4, 15)))
_READ_RIGHTS = (1 << 0) | (1 << 2) | (1 << 3)
_IOCTL_DEVICE = 1 << 15
_FILE_ONLY = (1 << 0) | (1 << 1) | (1 << 2) | (1 << 14) | (1 << 15)


def starved_seconds(pid: int) -> float:
    """How long a process has waited for a processor although it could have run; 0 where the kernel does not say."""
    try:
        with open(f"/proc/{pid}/schedstat", "rb") as counters:
            return int(counters.read().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def prctl(option: int, argument: int = 0) -> bool:
    """`prctl(2)` with one argument."""
    return _libc is not None and _libc.prctl(option, argument, 0, 0, 0) == 0


def private_memory() -> list[tuple[int, int]]:
    """This process's own memory, as addresses (from, to) of whole large pages; files that are mapped are left out."""
    found = []
    with contextlib.suppress(OSError), open("/proc/self/maps") as listing:
        for line in listing:
            span, rights, _, _, file, *name = line.split()
            if rights.startswith("rw-p") and file == "0" and (not name or name[0] == "[heap]"):
                first, end = (int(address, 16) for address in span.split("-"))
                first, end = -(-first // _LARGE_PAGE) * _LARGE_PAGE, end // _LARGE_PAGE * _LARGE_PAGE
                found += [(first, end)] if first < end else []
    return found


def collapse(first: int, end: int) -> bool:
    """Gather a part of this process's memory in large pages (Linux 6.1)."""
    return _libc is not None and _libc.madvise(first, end - first, _MADV_COLLAPSE) == 0


def landlock_version() -> int:
    """The kernel's Landlock ABI, 0 where there is none."""
    return max(0, _libc.syscall(_LANDLOCK, None, 0, 1)) if _libc is not None else 0


class Landlock:
    """A list of what may be read and written; everything else is denied once `enforce` was called."""

    def __init__(self) -> None:
        version = landlock_version()
        rights = _READ_RIGHTS | _WRITE_RIGHTS
        if version < 3:
            rights &= ~(1 << 14)
        if version < 2:
            rights &= ~(1 << 13)
        rights |= _IOCTL_DEVICE if version >= 5 else 0
        self._rights = rights
        attributes = struct.pack("QQQ", rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
        size = 24 if version >= 6 else 16 if version >= 4 else 8
        self._file = _libc.syscall(_LANDLOCK, attributes, size, 0) if _libc is not None and version else -1
        self.holds = self._file >= 0

    def allow(self, path: str, write: bool = False) -> None:
        """Let what lies at or below `path` be read (and written). A path that does not exist is passed over."""
        try:
            opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return
        rights = self._rights & (_READ_RIGHTS | (_WRITE_RIGHTS if write else 0))
        if not os.path.isdir(path):
            rights &= _FILE_ONLY
        if _libc is not None:
            _libc.syscall(_LANDLOCK + 1, self._file, 1, struct.pack("=Qi", rights, opened), 0)
        os.close(opened)

    def enforce(self) -> bool:
        """From here on, for this process and all that it starts."""
        held = self.holds and _libc is not None and _libc.syscall(_LANDLOCK + 2, self._file, 0) == 0
        if self.holds:
            os.close(self._file)
        return held


def keep_only_reading() -> bool:
    """After leaving root: keep the one capability that lets Python find its own files, drop all the others."""
    if _libc is None or not _CAPSET:
        return False
    header = struct.pack("Ii", 0x20080522, 0)
    data = struct.pack("IIIIII", _CAP_DAC_READ_SEARCH, _CAP_DAC_READ_SEARCH, 0, 0, 0, 0)
    return bool(_libc.syscall(_CAPSET, header, data) == 0)


# --------------------------------------------------------------------------- seccomp

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# socket, ptrace, process_vm_readv, process_vm_writev, mount, umount2, unshare, setns, bpf, keyctl, add_key,
# request_key, open_by_handle_at, perf_event_open, userfaultfd, io_uring_setup, pidfd_getfd, kexec_load, init_module,
# chroot, pivot_root
_DENIED = {
    "x86_64": (41, 101, 310, 311, 165, 166, 272, 308, 321, 250, 248, 249, 304, 298, 323, 425, 438, 246, 175, 161, 155),
    "aarch64": (198, 117, 270, 271, 40, 39, 97, 268, 280, 219, 217, 218, 265, 241, 282, 425, 438, 104, 105, 51, 41),
}
_EPERM = 1


def deny_network_and_spying() -> bool:
    """No sockets (the warm process listens on a local one), no reading of other processes, no namespaces."""
    machine = platform.machine()
    if _libc is None or machine not in _AUDIT_ARCH:
        return False
    program = _filter(_AUDIT_ARCH[machine], _DENIED[machine])
    buffer = ctypes.create_string_buffer(program, len(program))
    described = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer)))
    return bool(_libc.prctl(PR_SET_SECCOMP, 2, ctypes.addressof(described), 0, 0) == 0)


def _filter(architecture: int, denied: tuple[int, ...]) -> bytes:
    """A classic BPF program over struct seccomp_data: the call's number at 0, the architecture at 4."""
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, kill = 0x7FFF0000, 0x80000000
    deny = 0x00050000 | _EPERM
    steps = [(load, 0, 0, 4), (equal, 1, 0, architecture), (answer, 0, 0, kill), (load, 0, 0, 0)]
    steps += [(at_least, 0, 1, 0x40000000), (answer, 0, 0, deny)]
    for call in denied:
        steps += [(equal, 0, 1, call), (answer, 0, 0, deny)]
    steps += [(answer, 0, 0, allow)]
    return b"".join(struct.pack("HBBI", code, true, false, value) for code, true, false, value in steps)
