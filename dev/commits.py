"""The rule for commit messages, checked by ``make check`` for every commit since it began.

A subject is imperative, says one idea, and is at most 72 characters long; a body says why.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass

BEGAN = "7a5a977394d820e87971a539abe45de16c299ea1"
"""Commits up to this one are older than the rule."""
LONGEST_SUBJECT = 72
LONGEST_BODY_LINE = 100
FIELD, RECORD = "\x1f", "\x1e"
PREFIX = re.compile(r"^[\w/.-]+: ")
NOT_IMPERATIVE = re.compile(r"^(?:[A-Z]?[a-z]+(?:ed|ing)|Adds|Makes|Moves|Fixes|Shows|Lets|Says)\b")
IMPERATIVE_ALL_THE_SAME = frozenset(("Need", "Feed", "Embed", "Bring", "String", "Speed", "Shed"))


@dataclass(frozen=True, slots=True)
class Commit:
    sha: str
    subject: str
    body: str


def faults_of(commit: Commit) -> list[str]:
    """Return the faults of the message as sentences; an empty list if it has none."""
    faults = []
    if len(commit.subject) > LONGEST_SUBJECT:
        faults.append(f"the subject has {len(commit.subject)} characters, {LONGEST_SUBJECT} fit")
    if ";" in commit.subject:
        faults.append("a semicolon joins two ideas: make two commits")
    if commit.subject.endswith("."):
        faults.append("the subject ends with a full stop")
    if not (prefix := PREFIX.match(commit.subject)):
        faults.append("no room stands before the subject, as in “notices: Let …”")
    first = commit.subject[prefix.end() if prefix else 0 :].split(" ")[0]
    if NOT_IMPERATIVE.match(first) and first not in IMPERATIVE_ALL_THE_SAME:
        faults.append(f"“{first}” is not imperative")
    if any(len(line) > LONGEST_BODY_LINE for line in commit.body.splitlines()):
        faults.append(f"a line of the body is longer than {LONGEST_BODY_LINE} characters")
    if not commit.body.strip():
        faults.append("no body says why")
    return faults


def commits_since(base: str) -> list[Commit] | None:
    """The commits after ``base`` without merges, newest first; None without a history to read."""
    log = ["git", "log", "--no-merges", f"--format=%h{FIELD}%s{FIELD}%b{RECORD}", f"{base}..HEAD"]
    try:
        found = subprocess.run(log, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # no git, a bare download, a shallow clone
        return None
    records = (record.strip("\n") for record in found.stdout.split(RECORD))
    return [Commit(*record.split(FIELD)) for record in records if record]


def main() -> int:
    commits = commits_since(BEGAN)
    if commits is None:
        sys.stdout.write("No history to read: commit messages were not checked.\n")
        return 0
    found = [(commit, fault) for commit in commits for fault in faults_of(commit)]
    for commit, fault in found:
        sys.stdout.write(f"{commit.sha} {commit.subject}: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
