"""Punctuation between values belongs to a sentence that can be translated, in pages about matters."""

from __future__ import annotations

import re

import pytest

from tests.architecture.site import ROOT

TEMPLATES = [
    path
    for folder in ("ledger", "matters", "stories")
    for path in sorted((ROOT / "templates" / folder).glob("*.html"))
]
TRANSLATED = re.compile(
    r"{#.*?#}|{% comment %}.*?{% endcomment %}|{% blocktranslate.*?{% endblocktranslate %}|"
    r'{% translate ".*?" .*?%}|_\(".*?"\)',
    re.DOTALL,
)
FULL_WIDTH = re.compile("[，、。；：（）“”].{0,30}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_punctuation_stays_chinese_in_other_languages(path):
    text = path.read_text()
    assert FULL_WIDTH.findall(TRANSLATED.sub("", text)) == []
    assert 'join:"' not in text, "lists are joined by `listed` or `with_commas`"
