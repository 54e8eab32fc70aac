"""Verbs that actions write to the journal, and its sentences, are the same set."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from rules.permissions import permissions

from governance.inbox.queries.types import message_types
from governance.inbox.rendering import DIGEST
from residents.rooms.manifest import rooms, sentences
from tests.architecture.site import ROOT, modules

OTHER_STRINGS = {
    "canvass.md",
    "inbox.robot",
    "inbox.unsubscribe",
    "residents.roster_import",
    "residents.second_factor",
}
"""A file of the documentation, and salts of hashes and signatures."""


FORMER_VERBS = {
    "canvass.shared",
    "canvass.unshared",
    "meetings.task_done",
    "meetings.task_done_by",
    "meetings.task_dropped",
    "meetings.task_reopened",
}
"""Verbs that only lines of former releases have, which can still be read."""


def strings_like_verbs(files: Iterable[Path]) -> set[str]:
    """Return strings that are a room's name, a dot and a word, and name no permission or message."""
    verb = re.compile(rf"(?:{'|'.join(room.name for room in rooms())})\.[a-z_]+")
    parts = (part for file in files for part in ast.walk(ast.parse(file.read_text())))
    strings = {part.value for part in parts if isinstance(part, ast.Constant)}
    found = {text for text in strings if isinstance(text, str) and verb.fullmatch(text)}
    return found - ((set(permissions) | codes_of_messages()) - set(sentences()))


def labels_of_models() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models()}


def codes_of_messages() -> set[str]:
    """Return the codes of message types and the steps that they follow."""
    types = message_types()
    return {DIGEST, *types, *(step for kind in types.values() for step in kind.follows)}


def test_every_verb_has_a_sentence_and_every_sentence_a_verb():
    entered = strings_like_verbs([*modules("actions"), *modules("receivers")])
    assert entered - labels_of_models() == set(sentences()) - FORMER_VERBS


def test_no_other_code_names_a_verb_without_a_sentence():
    """A query or page would look for lines that nobody writes."""
    code = [f for top in ("governance", "residents") for f in (ROOT / top).rglob("*.py")]
    assert strings_like_verbs(code) - set(sentences()) - labels_of_models() == OTHER_STRINGS
