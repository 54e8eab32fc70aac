"""The few marks that texts know, as rules for markdown-it: lists with the numbers that were typed, bold
text beside Chinese, links that can only lead to the web, to a mailbox or to a telephone (ADR 29)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from louzu.lib.autolinks import link_addresses, link_urls, names_another_place

SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))", re.IGNORECASE)
_QUOTED = r"(?![=＝]|[0-9]++(?!\.[ \t]))"
_OURS = r"[-*][ \t]++|[1-9]\d{0,2}\.[ \t]++"
_OTHER = r"(?:(\+|>|(?:[-*]|\#{1,6})(?=[ \t]*$))|(\d++)([.)]))(?=[ \t]|$|(?<=>))"
NO_MARK = re.compile(rf"([ \t]*+(?:>[ \t]++{_QUOTED}|{_OURS})*+){_OTHER}")
"""A mark of CommonMark that is none of ours, after marks that are: ``+``, ``1)``, ``2026.``, ``01.``,
``>60``, ``> 60`` and ``>=``, and a mark with nothing behind it."""
NO_MARK_IN_QUOTE = re.compile(rf"([ \t]*+(?:>[ \t]++|{_OURS})*+){_OTHER}")
"""The same on the lines of a quote that has begun: there, a number after ``> `` is quoted."""
QUOTE = re.compile(r"[ \t]{0,3}>(?:[ \t]|$)")
ONLY_MARKS = re.compile(r"([ \t]*+)([-*#>][-*#> \t]*+)$")
RULE = re.compile(r"[ \t]*+(?:-[ \t]*+){3,}$")
ASCII_BLANKS = " \t\n"
POINT = re.compile(r"(?:[-*]|[1-9]\d{0,2}\.)[ \t]")
MOST_INDENT = 3
"""Blanks before a mark; with more it is none."""
ESCAPED = frozenset("*[]")
"""Characters that a backslash escapes anywhere in a line."""
ESCAPED_FIRST = frozenset("#>-+")
"""Characters that a backslash escapes only at the start of a line."""
LABELLED = re.compile(r"\[([^\[\]]*+)\]\([ \t]*+<?([^\s()<>]*+)")
BACKSLASHES = re.compile(r"\\++")
MARK = re.compile(r"(\\*+)([*\[\]])")
FIRST_MARK = re.compile(r"^([ \t]*+)(\\*+)([#>\-+])")
AFTER_NUMBER = re.compile(r"(?<=\d)\\+(?=[.)])")
NUMBER_MARK = re.compile(r"^([ \t]*+\d++\\*+)(?=[.)])")
HEADINGS = {"h1": "h2"}
"""The page's own title is the first level; what is below the second is shown as the third."""


class SafeLinkParser(MarkdownIt):
    """A parser whose links can lead only to ``SAFE_LINK``."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- markdown-it's name
        return bool(SAFE_LINK.match(url))


def plain_parser() -> MarkdownIt:
    """Paragraphs, line breaks, addresses, telephone numbers and dates: nothing that is typed is a mark."""
    parser = SafeLinkParser("zero", {"html": False, "breaks": True}).enable(["newline"])
    parser.block.ruler.at("paragraph", _paragraph)
    parser.inline.ruler.before("newline", "address", link_urls)
    parser.core.ruler.push("parts", link_addresses)
    return parser


def markdown_parser() -> MarkdownIt:
    """The same, and headings, lists, quotes, rules of ``---``, ``**bold**`` and ``[links](…)``."""
    parser = plain_parser().enable(["list", "link", "heading", "hr", "blockquote"])
    parser.core.ruler.before("block", "other_marks", _escape_other_marks)
    parser.core.ruler.after("block", "numbers", _keep_numbers)
    parser.block.ruler.at("hr", _rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.before("link", "bold", _bold)
    parser.inline.ruler.before("link", "escaped", _escaped)
    parser.inline.ruler.before("link", "misleading", _misleading)
    parser.inline.ruler2.after("balance_pairs", "bold", _pair_bold)
    return parser


def _paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """As markdown-it's, but that an indent of ideographic spaces stays, and that a line which is not indented
    belongs to the point above it only where another point follows: after the last one it is a paragraph."""
    parent, state.parentType = state.parentType, "paragraph"
    last = start
    while (further := _next_of_paragraph(state, last + 1)) is not None:
        last = further
    state.parentType = parent
    state.line = last + 1
    content = state.getLines(start, state.line, state.blkIndent, False).strip(ASCII_BLANKS)
    state.push("paragraph_open", "p", 1).map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content, inline.children, inline.map = content, [], [start, state.line]
    state.push("paragraph_close", "p", -1)
    return True


def _next_of_paragraph(state: StateBlock, line: int) -> int | None:
    """The last line up to which it goes on from ``line``; None where it ends before."""
    if line >= state.lineMax or state.isEmpty(line):
        return None
    indent = state.sCount[line]
    if indent < 0 or indent - state.blkIndent > MOST_INDENT:
        return line  # of a quote, whose rule has looked at it; or too far in to be a mark
    rules = state.md.block.ruler.getRules("paragraph")
    if any(rule(state, line, state.lineMax, True) for rule in rules):
        return None
    return line if indent >= state.blkIndent else _before_next_point(state, line)


def _before_next_point(state: StateBlock, line: int) -> int | None:
    """Looks at each line once, for the paragraph then goes on behind what was looked at."""
    while line + 1 < state.lineMax and not state.isEmpty(line + 1):
        first = state.bMarks[line + 1] + state.tShift[line + 1]
        if POINT.match(state.src, first, state.eMarks[line + 1]):
            return line
        line += 1
    return None


def _escape_other_marks(state: StateCore) -> None:
    lines, quoting = [], False
    for line in state.src.split("\n"):
        lines.append(_escaped_line(line, quoting=quoting))
        quoting = bool(QUOTE.match(lines[-1]))
    state.src = "\n".join(lines)


def _escaped_line(line: str, *, quoting: bool) -> str:
    """The line with a backslash before what would be read as a mark and is none."""
    if RULE.match(line) or (quoting and not line.strip("> \t")):
        return line
    if found := ONLY_MARKS.match(line):
        return f"{found[1]}\\{found[2]}"
    found = (NO_MARK_IN_QUOTE if quoting else NO_MARK).match(line)
    if not found:
        return line
    before, mark, number, point = found.groups()
    return (f"{before}\\{mark}" if mark else f"{before}{number}\\{point}") + line[found.end() :]


def _keep_numbers(state: StateCore) -> None:
    """Every item of a numbered list says its number where it does not follow from the one before."""
    following: list[int] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            following.append(int(token.attrs.get("start", 1)))
        elif token.type == "ordered_list_close":
            following.pop()
        elif token.type == "list_item_open" and token.info:
            number = int(token.info)
            if number != following[-1]:
                token.attrs["value"] = number
            following[-1] = number + 1
        elif token.type.startswith("heading"):
            token.tag = HEADINGS.get(token.tag, "h3")


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``***`` and ``___`` stay as typed: people draw lines to be filled in with them."""
    first = state.bMarks[start] + state.tShift[start]
    return state.src[first : first + 1] == "-" and hr(state, start, end, silent)


def _escaped(state: StateInline, silent: bool) -> bool:
    r"""``\*`` is an asterisk and ``\\*`` a backslash and an asterisk; before what cannot be a mark,
    backslashes are backslashes."""
    slashes = BACKSLASHES.match(state.src, state.pos)
    if not slashes:
        return False
    mark = state.src[slashes.end() : slashes.end() + 1]
    pairs, odd = divmod(len(slashes[0]), 2)
    shown = slashes[0]
    if _may_be_mark(state.src, state.pos, mark):
        shown = slashes[0][:pairs] + mark * odd
    else:
        odd = 0
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup, token.info = shown, slashes[0], "escape"
    state.pos = slashes.end() + odd
    return True


def _may_be_mark(source: str, position: int, character: str) -> bool:
    if character in ESCAPED:
        return True
    if character in ESCAPED_FIRST:
        return _is_first(source, position)
    return character in {".", ")"} and source[max(0, position - 1) : position].isdigit()


def _is_first(source: str, position: int) -> bool:
    """Do only blanks stand before it on its line?"""
    while position and source[position - 1] in " \t":
        position -= 1
    return not position or source[position - 1] == "\n"


def as_typed(text: str) -> str:
    """The text with a backslash before each mark, so that ``marked_parser`` shows it as it is."""
    return "\n".join(_without_marks(line) for line in text.split("\n"))


def _without_marks(line: str) -> str:
    line = MARK.sub(lambda found: f"{found[1] * 2}\\{found[2]}", line)
    line = FIRST_MARK.sub(lambda found: f"{found[1]}{found[2] * 2}\\{found[3]}", line)
    line = AFTER_NUMBER.sub(lambda found: found[0] * 2, line)
    return NUMBER_MARK.sub(r"\1\\", line)


def _misleading(state: StateInline, silent: bool) -> bool:
    """``[bank.cn](https://other.cn)`` stays as it was typed, so that nobody is led elsewhere unawares."""
    found = LABELLED.match(state.src, state.pos)
    if not found or not names_another_place(found[1], found[2]):
        return False
    if not silent:
        state.pending += "["
    state.pos += 1
    return True


def _bold(state: StateInline, silent: bool) -> bool:
    """Keeps each ``**`` as a delimiter; one asterisk alone is what it is. Nothing is ever slanted."""
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    end = start
    while end < state.posMax and state.src[end] == "*":
        end += 1
    opens, closes = _flanks(state.src[start - 1 : start], state.src[end : end + 1])
    alone = "*" * (
        (end - start) % 2
    )  # outside of the bold text: before what opens, after what closes
    state.pending += alone if opens else ""
    for _pair in range((end - start) // 2):
        token = state.push("text", "", 0)
        token.content = "**"
        state.delimiters.append(
            Delimiter(ord("*"), 0, len(state.tokens) - 1, end=-1, open=opens, close=closes)
        )
    state.pending += alone if not opens else ""
    state.pos = end
    return True


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """May asterisks between these two characters open, and may they close?

    CommonMark 0.31.2, 6.2, as amended by https://github.com/tats-u/markdown-cjk-friendly
    (specification.md): Chinese punctuation counts as a letter, and any mark beside Chinese opens and
    closes. Beyond it, “ ” ‘ ’ … · count as Chinese, and asterisks between two digits are arithmetic.
    """
    if before.isdigit() and after.isdigit():
        return False, False
    left, right = _kind(before), _kind(after)
    opens = right != "space" and (right != "mark" or left != "letter")
    closes = left != "space" and (left != "mark" or right != "letter")
    return opens, closes


def _kind(character: str) -> str:
    """``chinese`` is any wide character, and punctuation that is wide in Chinese; "" is an end."""
    if not character or character.isspace():
        return "space"
    width = unicodedata.east_asian_width(character)
    punctuation = unicodedata.category(character)[0] in "PS"
    if width in {"W", "F", "H"} or (punctuation and width == "A"):
        return "chinese"
    return "mark" if punctuation else "letter"


def _pair_bold(state: StateInline) -> None:
    for delimiters in _delimiters(state):
        for opening in delimiters:
            if opening.end >= 0:
                _make_bold(state.tokens[opening.token], 1)
                _make_bold(state.tokens[delimiters[opening.end].token], -1)


def _delimiters(state: StateInline) -> Iterator[list[Delimiter]]:
    yield state.delimiters
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            yield meta["delimiters"]


def _make_bold(token: Token, nesting: int) -> None:
    token.type = "strong_open" if nesting > 0 else "strong_close"
    token.tag, token.markup, token.content = "strong", "**", ""
    token.nesting = 1 if nesting > 0 else -1
