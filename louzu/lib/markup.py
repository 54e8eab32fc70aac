"""Parsers for the subset of Markdown that texts have (ADR 29).

They differ from CommonMark: lists keep the numbers that were typed, ``**bold**`` works beside Chinese
characters, and links lead to the web, to an e-mail address or to a telephone number only.
"""

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
"""Marks of CommonMark that are plain text here, alone or after real marks: ``+``, ``1)``, ``2026.``,
``01.``, ``>60``, ``> 60``, ``>=``, and any mark at the end of a line."""
NO_MARK_IN_QUOTE = re.compile(rf"([ \t]*+(?:>[ \t]++|{_OURS})*+){_OTHER}")
"""The same for the second and further lines of a quote, where ``> 60`` is a quoted number."""
QUOTE = re.compile(r"[ \t]{0,3}>(?:[ \t]|$)")
ONLY_MARKS = re.compile(r"([ \t]*+)([-*#>][-*#> \t]*+)$")
RULE = re.compile(r"[ \t]*+(?:-[ \t]*+){3,}$")
ASCII_BLANKS = " \t\n"
LIST_ITEM = re.compile(r"(?:[-*]|[1-9]\d{0,2}\.)[ \t]")
MAX_INDENT = 3
"""Most blanks before a mark; with more it is plain text."""
ESCAPABLE = frozenset("*[]")
"""Characters that a backslash escapes anywhere in a line."""
ESCAPABLE_FIRST = frozenset("#>-+")
"""Characters that a backslash escapes only at the start of a line."""
LABELLED = re.compile(r"\[([^\[\]]*+)\]\([ \t]*+<?([^\s()<>]*+)")
BACKSLASHES = re.compile(r"\\++")
MARK = re.compile(r"(\\*+)([*\[\]])")
FIRST_MARK = re.compile(r"^([ \t]*+)(\\*+)([#>\-+])")
AFTER_NUMBER = re.compile(r"(?<=\d)\\+(?=[.)])")
NUMBER_MARK = re.compile(r"^([ \t]*+\d++\\*+)(?=[.)])")
HEADINGS = {"h1": "h2"}
"""The title of the page is h1, so the highest heading of a text is h2. Lower ones become h3."""


class SafeLinkParser(MarkdownIt):
    """A parser that accepts links matching ``SAFE_LINK`` only."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- markdown-it's name
        return bool(SAFE_LINK.match(url))


def plain_parser() -> MarkdownIt:
    """Return a parser for paragraphs, line breaks, URLs, telephone numbers and dates, without any
    Markdown."""
    parser = SafeLinkParser("zero", {"html": False, "breaks": True}).enable(["newline"])
    parser.block.ruler.at("paragraph", _paragraph)
    parser.inline.ruler.before("newline", "address", link_urls)
    parser.core.ruler.push("parts", link_addresses)
    return parser


def markdown_parser() -> MarkdownIt:
    """Return a parser that adds headings, lists, quotes, ``---``, ``**bold**`` and ``[links](…)``."""
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
    """Change markdown-it's rule in two ways.

    Ideographic spaces at the beginning are kept. A line without indent continues a list item only
    if another item follows; after the last item it begins a paragraph.
    """
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
    if line >= state.lineMax or state.isEmpty(line):
        return None
    indent = state.sCount[line]
    if indent < 0 or indent - state.blkIndent > MAX_INDENT:
        return line  # lazy continuation of a quote, or indented too far to be a mark
    rules = state.md.block.ruler.getRules("paragraph")
    if any(rule(state, line, state.lineMax, True) for rule in rules):
        return None
    return line if indent >= state.blkIndent else _before_next_item(state, line)


def _before_next_item(state: StateBlock, line: int) -> int | None:
    while line + 1 < state.lineMax and not state.isEmpty(line + 1):
        first = state.bMarks[line + 1] + state.tShift[line + 1]
        if LIST_ITEM.match(state.src, first, state.eMarks[line + 1]):
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
    """Set ``value`` on items whose typed number is not the one after the previous item's."""
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
    """Accept only ``---``, because people type ``***`` and ``___`` as blanks to be filled in."""
    first = state.bMarks[start] + state.tShift[start]
    return state.src[first : first + 1] == "-" and hr(state, start, end, silent)


def _escaped(state: StateInline, silent: bool) -> bool:
    r"""Parse ``\*`` as an asterisk and ``\\*`` as a backslash and an asterisk. Before other
    characters, backslashes are plain text."""
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
    if character in ESCAPABLE:
        return True
    if character in ESCAPABLE_FIRST:
        return _is_first(source, position)
    return character in {".", ")"} and source[max(0, position - 1) : position].isdigit()


def _is_first(source: str, position: int) -> bool:
    while position and source[position - 1] in " \t":
        position -= 1
    return not position or source[position - 1] == "\n"


def escape_marks(text: str) -> str:
    """Put a backslash before each mark, so that ``markdown_parser`` shows the text as it is."""
    return "\n".join(_without_marks(line) for line in text.split("\n"))


def _without_marks(line: str) -> str:
    line = MARK.sub(lambda found: f"{found[1] * 2}\\{found[2]}", line)
    line = FIRST_MARK.sub(lambda found: f"{found[1]}{found[2] * 2}\\{found[3]}", line)
    line = AFTER_NUMBER.sub(lambda found: found[0] * 2, line)
    return NUMBER_MARK.sub(r"\1\\", line)


def _misleading(state: StateInline, silent: bool) -> bool:
    """Show ``[bank.cn](https://other.cn)`` as typed: the text names another site than the link."""
    found = LABELLED.match(state.src, state.pos)
    if not found or not names_another_place(found[1], found[2]):
        return False
    if not silent:
        state.pending += "["
    state.pos += 1
    return True


def _bold(state: StateInline, silent: bool) -> bool:
    """Make each ``**`` a delimiter. A single asterisk is plain text."""
    start = state.pos
    if silent or state.src[start] != "*":
        return False
    end = start
    while end < state.posMax and state.src[end] == "*":
        end += 1
    opens, closes = _flanks(state.src[start - 1 : start], state.src[end : end + 1])
    # An odd asterisk belongs outside of the bold text.
    odd = "*" * ((end - start) % 2)
    state.pending += odd if opens else ""
    for _pair in range((end - start) // 2):
        token = state.push("text", "", 0)
        token.content = "**"
        state.delimiters.append(
            Delimiter(ord("*"), 0, len(state.tokens) - 1, end=-1, open=opens, close=closes)
        )
    state.pending += odd if not opens else ""
    state.pos = end
    return True


def _flanks(before: str, after: str) -> tuple[bool, bool]:
    """Return whether asterisks between these two characters may open, and whether they may close.

    CommonMark 0.31.2, 6.2, as amended by https://github.com/tats-u/markdown-cjk-friendly
    (specification.md): Chinese punctuation counts as a letter, and a mark beside Chinese may open and
    close. In addition “ ” ‘ ’ … · count as Chinese, and asterisks between two digits are arithmetic.
    """
    if before.isdigit() and after.isdigit():
        return False, False
    left, right = _kind(before), _kind(after)
    opens = right != "space" and (right != "mark" or left != "letter")
    closes = left != "space" and (left != "mark" or right != "letter")
    return opens, closes


def _kind(character: str) -> str:
    """Return space (also for "", the end of the text), chinese, mark or letter.

    Chinese is any wide character, and punctuation that is wide in Chinese text.
    """
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
