"""``bin/louzu``: the one command of an installation. Each verb is a module with ``run(arguments)``.

Everything is imported late, so that missing packages are told in a sentence.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from louzu.command.output import OutputError, give_output_up, watch_output
from louzu.lib.release import release_version

ROOT = Path(__file__).resolve().parents[2]

VERBS = {
    "serve": "run the portal: database, web server, workers of the job queue",
    "check": "say what is wrong with this installation",
    "backup": "make a backup now, checked and encrypted",
    "restore": "put a backup into an empty place, or with --over into a used one",
    "move": "copy the database into another PostgreSQL",
    "upgrade": "install another release beside this one and switch to it",
    "export-neighbourhood": "write a neighbourhood into a file for another cell",
    "import-neighbourhood": "bring a neighbourhood from the file of another cell",
    "manage": "run a command of Django's manage.py",
}
"""Name of each verb, which is that of its module in this package with hyphens, and what it does."""
INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended."""


def main(arguments: list[str]) -> int:
    """Return the exit code."""
    watch_output()
    try:
        try:
            return _run(arguments)
        finally:  # also when argparse or Django ends the process
            sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED
    except OutputError as error:
        give_output_up()
        sys.stderr.write(f"{error}\n" if str(error) else "")
        return 1


def _run(arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb == "--version":
        sys.stdout.write(f"louzu {release_version(ROOT)}\n")
        return 0
    if verb not in VERBS:
        return _tell_verbs(verb)
    try:
        from louzu.command.failures import run_verb  # noqa: PLC0415 -- its packages may be missing

        module = f"louzu.command.{verb.replace('-', '_')}"
        return run_verb(lambda: int(import_module(module).run(rest)))
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"The package {missing.name} is missing: run make install.\n")
        return 1


def _tell_verbs(asked: str) -> int:
    """Print what there is. Returns 0 if that was asked for."""
    helped = asked in {"", "help", "-h", "--help"}
    out = sys.stdout if helped else sys.stderr
    if not helped:
        out.write(f"louzu has no verb “{asked}”.\n")
    out.write("usage: louzu VERB …\n")
    out.writelines(f"  {name:<21} {purpose}\n" for name, purpose in VERBS.items())
    return 0 if helped else 2
