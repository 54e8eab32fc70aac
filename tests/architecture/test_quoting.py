"""A sentence that puts text between “ and ” replaces the marks in the text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from louzu.lib.quoting import QUOTED_WORD
from residents.rooms.manifest import sentences

ROOT = settings.BASE_DIR
PAGES = sorted(ROOT.glob("templates/**/*.html"))
SOURCES = [
    path
    for room in ("governance", "residents", "louzu")
    for path in sorted((ROOT / room).rglob("*.py"))
    if not path.name.endswith(("verbs.py", "messages.py")) and "migrations" not in path.parts
]
"""Without the sentences of the journal and of messages, which ``format_quoted`` formats."""
IN_MARKS = re.compile(r"“([^“”]*)”|《([^《》]*)》")
IN_PAGE = re.compile(r"\{\{(.*?)\}\}")
IN_SENTENCE = re.compile(r"%\((\w+)\)s")
BLOCK = re.compile(
    r"\{% blocktranslate\b(?P<head>.*?)%\}(?P<text>.*?)\{% endblocktranslate %\}", re.DOTALL
)
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def in_marks(text: str, placeholder: re.Pattern[str]) -> set[str]:
    return {
        word.strip()
        for found in IN_MARKS.finditer(text)
        for word in placeholder.findall(found[1] or found[2] or "")
    }


def unquoted_in_page(page: str) -> Iterator[str]:
    for block in BLOCK.finditer(page):
        for name in in_marks(block["text"], IN_PAGE):
            if not re.search(rf"\b{name}=\S+\|quoted\b", block["head"]):
                yield name
    for word in in_marks(BLOCK.sub("", page), IN_PAGE):
        if "|quoted" not in word:
            yield word


def unquoted_in_source(source: str) -> Iterator[str]:
    """Yield names in quotation marks of a translated sentence that its function, or for a table its
    module, does not quote."""
    tree = ast.parse(source)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") not in TRANSLATES:
            continue
        texts = [
            a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        home = next((f for f in functions if any(call is n for n in ast.walk(f))), tree)
        for name in set().union(*(in_marks(text, IN_SENTENCE) for text in texts)):
            if name not in quoted_names(home):
                yield f"{call.lineno}: {name}"


def quoted_names(home: ast.AST) -> set[str]:
    """Return the names quoted by ``{"title": quoted(…)}``, ``stored(…, title=quoted(…))``, or
    ``format_quoted``."""
    pairs: list[tuple[str, ast.AST]] = []
    for node in ast.walk(home):
        if isinstance(node, ast.Dict):
            pairs += [
                (k.value, v)
                for k, v in zip(node.keys, node.values, strict=True)
                if isinstance(k, ast.Constant)
            ]
        elif isinstance(node, ast.keyword) and node.arg:
            pairs.append((node.arg, node.value))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "format_quoted":
            pairs += [
                (k.value, ast.parse("quoted(x)", mode="eval").body)
                for k in ast.walk(node)
                if isinstance(k, ast.Constant) and isinstance(k.value, str)
            ]
    return {
        name
        for name, value in pairs
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "quoted"
    }


def test_pages_quote():
    found = {
        path.name: wrong for path in PAGES if (wrong := list(unquoted_in_page(path.read_text())))
    }
    assert found == {}


def test_sentences_in_code_quote():
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in SOURCES
        if (wrong := list(unquoted_in_source(path.read_text())))
    }
    assert found == {}


def test_quotation_marks_in_the_journal_contain_only_the_quoted_text():
    """``format_quoted`` needs this."""
    left = [
        str(s) for s in sentences().values() if in_marks(QUOTED_WORD.sub("", str(s)), IN_SENTENCE)
    ]
    assert left == []
    assert any(QUOTED_WORD.search(str(s)) for s in sentences().values())


@pytest.mark.parametrize(
    "page",
    [
        "{% blocktranslate with title=notice.title %}“{{ title }}”{% endblocktranslate %}",
        "{% blocktranslate %}《{{ title }}》{% endblocktranslate %}",
        "<p>“{{ notice.title }}”</p>",
    ],
)
def test_a_page_that_forgets_is_found(page):
    assert len(list(unquoted_in_page(page))) == 1
    assert not list(unquoted_in_page("“{{ notice.title|quoted }}”"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def f(): return _("“%(a)s”") % {"a": a}', 1),
        ('def f(): return _("关于“说%(a)s”") % {"a": a}', 1),
        ('def f(): return _("“%(a)s”") % {"a": quoted(a)}', 0),
        ('T = {"a": gettext_lazy("“%(a)s”")}\ndef f(): return format_quoted(T["a"], {"a": a})', 0),
        ('def f(): return stored(gettext_lazy("“%(a)s”"), a=a)', 1),
        ('def f(): return _("%(a)s") % {"a": a}', 0),
    ],
)
def test_code_that_forgets_is_found(source, found):
    assert len(list(unquoted_in_source(source))) == found
