"""Verbs that actions write to the journal, and its sentences, are the same set."""

from __future__ import annotations

import ast

from residents.rooms.manifest import sentences
from tests.architecture.site import modules


def entered() -> set[str]:
    verbs = set()
    for file in (*modules("actions"), *modules("receivers")):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {
                "enter",
                "append",
                "_record",
                "record",
                "_tell",
                "add_journal_line",
                "_add_journal_line",
                "add_paper_line",
            }:
                told = (part for arg in call.args for part in ast.walk(arg))
                strings = [part.value for part in told if isinstance(part, ast.Constant)]
                verbs |= {s for s in strings if isinstance(s, str) and "." in s}
    return verbs


def test_every_verb_has_a_sentence_and_every_sentence_a_verb():
    assert entered() == set(sentences())
