"""Rules for markdown-it: make links of URLs, e-mail addresses and telephone numbers in a text (ADR 29).

Dates and times are marked too, so that they are not broken over two lines. A URL ends before the
first character that is not ASCII, because Chinese text puts no blank around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from louzu.lib.phone_numbers import TO_CALL

LONGEST = 2000
"""Characters of a URL."""
_REST = rf"[A-Za-z0-9\-._~:/?#@!$&'()+,;=%|]{{0,{LONGEST}}}"
DOMAINS = "com|cn|net|org|edu|gov|info|top|vip|shop|xyz|club|site|online|cc|hk|tw|tv|mobi|biz"
"""Top-level domains that are recognised without https://: none of them is a file extension."""
SCHEME = re.compile(r"(?<![A-Za-z0-9])https?\Z", re.IGNORECASE)
ADDRESS = re.compile(rf"://[A-Za-z0-9]{_REST}")
PATTERN = re.compile(
    rf"""
    (?P<mail>(?<![\w.+\-@/]) [A-Za-z0-9][\w.+\-]{{0,63}} @ (?:[A-Za-z0-9\-]{{1,63}}\.){{1,4}}
        [A-Za-z]{{2,12}} (?![A-Za-z0-9\-]))
    |(?P<site>(?<![\w.+\-@/%]) (?:[A-Za-z0-9](?:[A-Za-z0-9\-]{{0,61}}[A-Za-z0-9])?\.){{1,4}}
        (?i:{DOMAINS}) (?![\w@\-]|\.[A-Za-z0-9]) (?::\d{{2,5}})? (?:[/?\#]{_REST})?)
    |(?P<phone>{TO_CALL})
    |(?P<whole>
        (?<!\d) (?:\d{{4}}[ ]?年[ ]?)? \d{{1,2}}[ ]?月[ ]?\d{{1,2}}[ ]?[日号]
        |(?<![\w.\-/]) \d{{4}}[\-/.]\d{{1,2}}[\-/.]\d{{1,2}} (?![\w/]|[.\-]\d)
        |(?<![\w:：.]) [0-2]?\d[:：][0-5]\d (?![\w:：]|\.\d)
        |(?<![\w.]) \d{{1,2}}点(?:半|整|\d{{1,2}}分)?)
    """,
    re.VERBOSE | re.ASCII,
)

NAMED_TARGET = re.compile(
    rf"https?://[A-Za-z0-9]{_REST}|(?:[\w+\-]+[.@])+[A-Za-z]{{2,12}}(?![\w@])[/?#]?{_REST}|\+?\d[\d \-]{{5,}}\d",
    re.ASCII | re.IGNORECASE,
)
"""Match a web address, a mail address or a telephone number in the words of a link."""


def link_urls(state: StateInline, silent: bool) -> bool:
    """Inline rule, tried at the colon of ``https://``, so that no mark is read inside the URL."""
    if silent or state.linkLevel or state.src[state.pos] != ":":
        return False
    scheme = SCHEME.search(state.src, max(0, state.pos - len("https") - 1), state.pos)
    found = scheme and ADDRESS.match(state.src, state.pos)
    if not scheme or not found or not state.pending.endswith(scheme[0]):
        return False
    rest = without_punctuation(found[0])
    state.pending = state.pending[: -len(scheme[0])]
    url = scheme[0] + rest
    state.push("link_open", "a", 1).attrs = {"href": scheme[0].lower() + rest}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def names_another_place(label: str, target: str) -> bool:
    """Return whether the text of a link is a URL or number that differs from its target."""
    named = NAMED_TARGET.search(label)
    return named is not None and _bare_address(named[0]) not in _bare_address(target)


def _bare_address(address: str) -> str:
    bare = re.sub(r"^(?:https?://|mailto:|tel:)?(?:www\.)?", "", address.lower())
    return bare.rstrip("/") if re.search("[a-z]", bare) else re.sub(r"\D", "", bare)


def without_punctuation(address: str) -> str:
    closing = address.count(")") - address.count("(")
    while address[-1] in ".,;:!?'&|" or (address[-1] == ")" and closing > 0):
        closing -= address[-1] == ")"
        address = address[:-1]
    return address


def link_addresses(state: StateCore) -> None:
    """Core rule, run last, on text outside of links: e-mail addresses, sites, numbers, dates, times."""
    for block in state.tokens:
        if block.type == "inline":
            block.children = list(_with_parts(block.children or []))


def _with_parts(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not links:
            yield from _split(token.content)
        else:
            yield token


def _split(text: str) -> Iterator[Token]:
    done = 0
    for found in PATTERN.finditer(text):
        part = without_punctuation(found[0]) if found.lastgroup == "site" else found[0]
        yield _text(text[done : found.start()])
        yield from _tagged(found.lastgroup or "", part)
        done = found.start() + len(part)
    yield _text(text[done:])


def _tagged(kind: str, part: str) -> Iterator[Token]:
    tag, attribute, value = _tag(kind, part)
    opening = Token(f"{kind}_open", tag, 1)
    opening.attrs[attribute] = value
    yield opening
    yield _text(part)
    yield Token(f"{kind}_close", tag, -1)


def _tag(kind: str, part: str) -> tuple[str, str, str]:
    if kind == "mail":
        return "a", "href", f"mailto:{part}"
    if kind == "site":
        return "a", "href", f"http://{part}"
    if kind == "phone":
        return "a", "href", "tel:" + re.sub(r"[^\d+]", "", part)
    return "span", "class", "whole"


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
