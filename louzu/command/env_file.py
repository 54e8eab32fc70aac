"""``louzu.env``: the variables of an installation, read as systemd reads an EnvironmentFile.

The file is ``$LOUZU_ENV``, else ``/etc/louzu/louzu.env``, else ``louzu.env`` beside ``bin/``. A
variable of the environment wins over the same one in the file.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from louzu.command.homes import user_name
from louzu.env import ROOT
from louzu.lib.regular_files import read_regular
from louzu.lib.variables import require_no_files, shown

SYSTEM_FILE = Path("/etc/louzu/louzu.env")
ASSIGNMENT = re.compile(
    r"""
    \s* (?:
        [#;] (?P<comment> [^\n]*)
        | (?P<name> [^=\s]+) [ \t]* = [ \t]* (?P<value>
            (?: '[^']*' | "(?: \\. | [^"\\] )*" ) [ \t]* (?=\n|\Z)
            | (?! ['"] ) (?: \\. | [^\n\\] )*
        )
    )
    """,
    re.VERBOSE | re.DOTALL,
)
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def path() -> Path | None:
    """Return the file that applies, or None. Raises ImproperlyConfigured if the named one is missing."""
    if named := os.environ.get("LOUZU_ENV"):
        if not Path(named).is_absolute():
            raise ImproperlyConfigured(
                f"LOUZU_ENV is “{shown(named)}”: write a path that begins with /."
            )
        return Path(named)
    for file in (SYSTEM_FILE, ROOT / "louzu.env"):
        if os.path.lexists(file):
            return file
    return None


def load() -> None:
    """Put the variables of the file into the environment, except for those that are there.

    Raises ImproperlyConfigured with a sentence.
    """
    if file := path():
        for name, value in _read(file).items():
            os.environ.setdefault(name, value)
    require_no_files(os.environ)


def _read(file: Path) -> dict[str, str]:
    try:
        text = read_text(file)
    except PermissionError:
        owner = user_name(file.stat().st_uid) if os.access(file.parent, os.X_OK) else "the portal"
        raise ImproperlyConfigured(
            f"{file} cannot be read by {user_name(os.geteuid())}: run this as {owner} or as the"
            " portal's user, such as with “runuser -u louzu -- bin/louzu …”."
        ) from None
    except OSError as error:
        raise ImproperlyConfigured(f"{file} cannot be read ({error.strerror}).") from None
    return parse(text, file)


def read_text(file: Path) -> str:
    """Raises OSError, and ImproperlyConfigured if it is not text."""
    if file == Path(os.devnull):
        return ""  # for no settings at all
    try:
        text = read_regular(file, "utf-8-sig")  # with or without a byte order mark
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ImproperlyConfigured(f"{file} is not text in UTF-8: write NAME=value into it.")
    return text


def parse(text: str, file: Path) -> dict[str, str]:
    """Return the variables of a file's text. Values are never expanded (``$`` is an ordinary sign).

    Raises ImproperlyConfigured with the number of a line that is not understood.
    """
    return dict(_assignments(text, file))


def repeated_names(file: Path) -> list[str]:
    """Return the variables that stand in the file more than once: the last line of each counts."""
    counts = Counter(name for name, _value in _assignments(read_text(file), file))
    return [name for name, count in counts.items() if count > 1]


def _assignments(text: str, file: Path) -> Iterator[tuple[str, str]]:
    position = 0
    while text[position:].strip():
        match = ASSIGNMENT.match(text, position)
        comment = match and match["comment"]
        name, value = (match["name"], match["value"]) if match else ("", "")
        if match is None or not (comment is not None or NAME.fullmatch(name)):
            raise _unclear(text, position, file)
        if comment is not None and comment.endswith("\\"):
            raise _unclear(text, position, file)  # versions of systemd differ here
        if comment is None:
            yield name, _plain(value)
        position = match.end()


def _plain(value: str) -> str:
    if value.startswith("'"):
        return value.strip()[1:-1]
    if value.startswith('"'):
        inside = value.strip()[1:-1].replace("\\\n", "")
        return re.sub(r'\\(["\\`$])', r"\1", inside)
    kept = re.sub(r"(?<!\\)((?:\\\\)*)[ \t\r]+\Z", r"\1", value)
    return re.sub(r"\\(\n|.)", lambda found: "" if found[1] == "\n" else found[1], kept)


def _unclear(text: str, position: int, file: Path) -> ImproperlyConfigured:
    rest = text[position:]
    line = text.count("\n", 0, position + len(rest) - len(rest.lstrip())) + 1
    return ImproperlyConfigured(f"{file}, line {line}: write NAME=value, or a comment after #.")
