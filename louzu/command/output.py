"""The output of a command: lines of progress, which are seen at once also where it goes to a file, and an
end in order when it cannot be written."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class OutputError(Exception):
    """The output cannot be written. The message is a sentence, or "" when nobody reads any more, as
    behind ``head``. It is no OSError, which would be taken for one of the work."""


class _Output(io.FileIO):
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise OutputError from None
        except OSError as error:
            raise OutputError(f"The output cannot be written ({error.strerror}).") from None


def watch_output() -> None:
    """From now on, lines written to ``sys.stdout`` are seen at once, and a failure raises OutputError."""
    former = sys.stdout
    if not former:  # closed by the caller
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- until the process ends
        return
    former.flush()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(_Output(former.fileno(), "wb", closefd=False)),
        encoding=former.encoding,
        errors=former.errors,
        line_buffering=True,
    )


def give_output_up() -> None:
    """Let what is still to be written go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
