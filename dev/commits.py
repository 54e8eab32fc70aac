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
MAX_SUBJECT_LENGTH = 72
MAX_BODY_LINE_LENGTH = 100
FIELD, RECORD = "\x1f", "\x1e"
PREFIX = re.compile(r"^[\w/.-]+: ")
NOT_IMPERATIVE = re.compile(
    r"[A-Za-z][a-z]+(?:ed|ing|[^su]s)"
    r"|(?:Built|Came|Did|Found|Gave|Got|Held|Hid|Kept|Made|Said|Sent|Took|Told|Was|Went|Wrote)"
)
IMPERATIVE_ALL_THE_SAME = frozenset(("Need", "Feed", "Embed", "Bring", "String", "Speed", "Shed"))
BREAK = re.compile(r"[;；]| --+ |\s?[–—]\s?")
SECOND_VERB = re.compile(
    r", (?:add|allow|drop|fix|give|keep|let|make|mend|move|remove|rename|replace|say|tell)"
    r"(?= )(?! and\b)"
    r"|, and add |,? and (?:fix|let|mend) "
)
"""A second imperative. Lists such as “add, rename and remove tags” don't match."""
TRAILER = re.compile(r"^[A-Z][\w-]+: .+$")
BEFORE_SECOND_VERBS = frozenset(
    (
        "222de7d89cbceb3cd4a4f3f42396a7ca982c5355",
        "24d70697b0607a5fe2c31a68ed7fbe9325041670",
        "42345c9150ca729155f8d25d47bfd48949c359d1",
        "ae3b5bede7b9f4b1a3168f6356ab4c029975d53b",
        "faf4ebf6b6c95779823763ef9cff85beab133a5e",
    )
)
"""Commits with two imperatives, from before they were checked."""


@dataclass(frozen=True, slots=True)
class Commit:
    sha: str
    subject: str
    body: str


def faults_of(commit: Commit) -> list[str]:
    """Return the faults of the message as sentences; an empty list if it has none."""
    faults = []
    if len(commit.subject) > MAX_SUBJECT_LENGTH:
        faults.append(f"the subject has {len(commit.subject)} characters, {MAX_SUBJECT_LENGTH} fit")
    if BREAK.search(commit.subject):
        faults.append("a semicolon or a dash joins two ideas: make two commits")
    if commit.subject.endswith("."):
        faults.append("the subject ends with a full stop")
    if not (prefix := PREFIX.match(commit.subject)):
        faults.append("no room stands before the subject, as in “notices: Let …”")
    faults += _faults_of_sentence(commit.subject[prefix.end() if prefix else 0 :], commit.sha)
    if any(len(line) > MAX_BODY_LINE_LENGTH for line in commit.body.splitlines()):
        faults.append(f"a line of the body is longer than {MAX_BODY_LINE_LENGTH} characters")
    if not _says_why(commit):
        faults.append("no body says why")
    return faults


def _faults_of_sentence(sentence: str, sha: str) -> list[str]:
    """Return the faults of a subject without its room."""
    faults = []
    first = sentence.partition(" ")[0]
    if NOT_IMPERATIVE.fullmatch(first) and first not in IMPERATIVE_ALL_THE_SAME:
        faults.append(f"“{first}” is not imperative")
    elif first[:1].islower():
        faults.append("the subject begins with a small letter")
    second = SECOND_VERB.search(sentence)
    if second and sha not in BEFORE_SECOND_VERBS:
        faults.append(f"“{second[0].strip()}” begins a second idea: make two commits")
    return faults


def _says_why(commit: Commit) -> bool:
    """Whether the body has text other than trailers and the subject."""
    lines = [line for line in commit.body.splitlines() if not TRAILER.match(line)]
    text = " ".join(lines).strip(" .")
    return text not in ("", commit.subject, PREFIX.sub("", commit.subject))


def is_repository() -> bool:
    """Whether git can be run and has a history here. A downloaded archive has none."""
    head = ["git", "rev-parse", "HEAD"]
    try:
        subprocess.run(head, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def commits_since(base: str) -> list[Commit] | None:
    """Return the commits after ``base`` without merges, newest first.

    None if ``base`` is not in the history, for example in a shallow clone.
    """
    contains = ["git", "merge-base", "--is-ancestor", base, "HEAD"]
    if subprocess.run(contains, capture_output=True, check=False).returncode:
        return None
    log = ["git", "log", "--no-merges", f"--format=%H{FIELD}%s{FIELD}%b{RECORD}", f"{base}..HEAD"]
    found = subprocess.run(log, capture_output=True, text=True, check=True)
    records = (record.strip("\n") for record in found.stdout.split(RECORD))
    return [Commit(*record.split(FIELD)) for record in records if record]


def main() -> int:
    if not is_repository():
        sys.stdout.write("No history to read: commit messages were not checked.\n")
        return 0
    commits = commits_since(BEGAN)
    if commits is None:
        sys.stdout.write(
            f"{BEGAN} is not in the history, so commit messages cannot be checked. In a shallow "
            "clone fetch the whole history: git fetch --unshallow\n"
        )
        return 1
    found = [(commit, fault) for commit in commits for fault in faults_of(commit)]
    for commit, fault in found:
        sys.stdout.write(f"{commit.sha[:8]} {commit.subject}: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
