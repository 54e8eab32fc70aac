"""Run Python code with the system calls that a unit of systemd allows, and no others."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import re
import subprocess
import sys
from functools import cache

import pytest

ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
"""Actions of libseccomp: SCMP_ACT_ALLOW and SCMP_ACT_ERRNO."""


def run_filtered(code: str, allowed: set[str]) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process that may only make these system calls."""
    if ctypes.util.find_library("seccomp") is None:
        pytest.skip("The library libseccomp is missing.")
    begin = f"from tests.deploy.syscalls import keep_to\nkeep_to({sorted(allowed)!r})\n"
    command = [sys.executable, "-c", begin + code]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def keep_to(allowed: list[str]) -> None:
    """Refuse all other system calls from now on. A filter cannot be taken away again."""
    library = ctypes.CDLL(ctypes.util.find_library("seccomp"))
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(REFUSE)))
    for name in allowed:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # the others are of another processor or a newer kernel
            library.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0)
    assert library.seccomp_load(context) == 0


def allowed_by(unit: str) -> set[str]:
    """Return the names of the system calls that the text of a unit allows, as systemd reads it."""
    allowed = _calls_of("@default")
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.MULTILINE):
        named = set().union(*map(_calls_of, line.lstrip("~").split()))
        allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed


@cache
def _calls_of(name: str) -> set[str]:
    if not name.startswith("@"):
        return {name}
    command = ["systemd-analyze", "--no-pager", "syscall-filter", name]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    members = [line.strip() for line in told.splitlines()[1:]]
    return set().union(*(_calls_of(one) for one in members if one and not one.startswith("#")))
