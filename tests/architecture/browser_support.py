"""Features of style sheets and scripts that the oldest supported browsers lack.

These are Chromium 80 and Safari 13.1. Versions are from MDN. A feature is allowed inside
``@supports``, after an older declaration of the same property in the same rule, or if a page only
looks plainer without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NO_FLEX_GAP = "@supports not ((appearance: none) or (inset: 0))"
"""True exactly in browsers without ``gap`` in flex boxes."""

AT_RULES = {"media", "supports", "page", "bottom-right", "font-face", "keyframes"}
"""Page numbers in ``bottom-right`` are not printed by older browsers."""
LOGICAL = r"(?:margin|padding)-(?:inline|block)|border-(?:inline|block)(?:-(?:color|style|width))?"
PROPERTIES = {
    rf"{LOGICAL}|inset(?:-.+)?": "Chromium 87, Safari 14.1",
    r"aspect-ratio": "Chromium 88, Safari 15",
    r"translate|rotate|scale": "Chromium 104, Safari 14.1",
    r"container(?:-.+)?|contain-intrinsic-.+|content-visibility": "Chromium 85, Safari 16",
    r"appearance": "Chromium 84, Safari 15.4",
}
VALUES = {
    r"(?:float|clear): inline-": "Chromium 118, Safari 15",
    r"overflow(?:-[xy])?: clip": "Chromium 90, Safari 16",
    r"text-decoration: .*\d": "Chromium 89; Safari has the thickness only as a longhand",
    r"content: .+ / ": "Chromium 77, Safari 17.4",
    r".*\b(?:color-mix|light-dark|oklch|oklab|lab|lch|round|mod)\(": "Chromium 111, Safari 15.4",
    r".*\d[sdl]v[hwib]\b|.*\dcq[whib]\b": "Chromium 105, Safari 15.4",
}
SELECTORS = {
    r":is\(|:where\(": "Chromium 88, Safari 14",
    r":has\(": "Chromium 105, Safari 15.4",
    r":not\([^()]*,": "Chromium 88",
    r":focus-visible": "Chromium 86, Safari 15.4",
    r"::file-selector-button": "Chromium 89, Safari 14.1",
    r"::marker": "Chromium 86",
    r"&": "nesting: Chromium 120, Safari 17.2",
    r":modal|:user-(?:in)?valid|:popover-open": "Chromium 105, Safari 15.6",
}
NICETIES = {
    ":focus:not(:focus-visible)": "older browsers show the outline after a click too",
    ".field ::file-selector-button": "the browser's own button is as large",
    ".choice:not(:has(small)) input": "the box stands a little higher",
    ".choice:has(:checked)": "the browser's own mark says which is chosen",
    ".sheet:has(> .field)": "fields stand closer together",
    ".paper:has(.a3)": "the paper prints as wide; it is narrower on the screen",
}
"""Selectors that may be unknown. Each must be alone in its rule, because an unknown one invalidates
its list."""

SCRIPT = {
    r"AbortSignal\.(?:timeout|any)": "Chromium 103, Safari 16",
    r"new FormData\([^()]*,": "Chromium 112, Safari 16.4",
    r"\.requestSubmit\(": "Chromium 76, Safari 16",
    r"\.submitter(?!\s*(?:\?\?|&&))": "Chromium 81, Safari 15.4",
    r"\.replaceChildren\(": "Chromium 86, Safari 14",
    r"\.replaceAll\((?<!randomUUID\?\.\(\)\.replaceAll\()": "Chromium 85",
    r"\.(?:at|findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(": "Chromium 92, Safari 15.4",
    r"\brandomUUID\(|\bstructuredClone\(|\bhasOwn\(|\bgroupBy\(": "Chromium 92, Safari 15.4",
    r"\bPromise\.(?:any|withResolvers|try)\(": "Chromium 85, Safari 14",
    r"\bWeakRef\b|\breportError\(|\bscheduler\.|\bnavigator\.locks\.": "Chromium 84, Safari 14.1",
    r"\.(?:showModal|showPopover|startViewTransition|checkVisibility)\(": "Chromium 37–111, Safari 15.4",
    r"\.inert\b": "Chromium 102, Safari 15.5",
    r"(?:\|\||&&|\?\?)=": "Chromium 85, Safari 14",
    r"^\s+#\w+\s*[=;(]|\bthis\.#|^\s*static\s*\{": "Chromium 84, Safari 14.1",
    r"^await\b": "at the top of a module: Chromium 89, Safari 15",
    r"\(\?<[=!]": "Safari 16.4",
    r"/[a-z]*v[a-z]*[;.,)]": "the flag v: Chromium 112, Safari 17",
}
"""Guarded calls (``form.requestSubmit?.(…)``) do not match."""


@dataclass(frozen=True, slots=True)
class Rule:
    around: tuple[str, ...]
    """The at-rules that contain it."""
    selectors: tuple[str, ...]
    declarations: tuple[str, ...]

    @property
    def guarded(self) -> bool:
        return any(one.startswith("@supports") for one in self.around)


def rules_of(sheet: str) -> Iterator[Rule]:
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    around: list[str] = []
    for prelude, mark in re.findall(r"([^{};]*(?:;[^{}]*)?)([{}])", text):
        words = " ".join(prelude.split())
        if mark == "{" and words.startswith("@") and not words.startswith(("@page", "@font-face")):
            around.append(words)
        elif mark == "{":
            around.append("")
            selectors = tuple(re.split(r",\s*(?![^()]*\))", words))
        elif around.pop() == "":
            yield Rule(tuple(around), selectors, tuple(d.strip() for d in words.split(";") if d))


def too_new_in_sheet(sheet: str) -> Iterator[str]:
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for name in set(re.findall(r"@([\w-]+)", text)) - AT_RULES:
        yield f"@{name}"
    if re.search(r"@media[^{]*[<>]", text):
        yield "@media with a range: Chromium 104, Safari 16.4"
    for rule in rules_of(sheet):
        if not rule.guarded:
            yield from _selectors(rule)
            yield from _declarations(rule)


def _selectors(rule: Rule) -> Iterator[str]:
    for selector in rule.selectors:
        for pattern, since in SELECTORS.items():
            if re.search(pattern, selector):
                nicety = selector in NICETIES and len(rule.selectors) == 1
                if not nicety:
                    yield f"{selector}: {since}"
                break


def _declarations(rule: Rule) -> Iterator[str]:
    seen: set[str] = set()
    for declaration in rule.declarations:
        name = declaration.partition(":")[0]
        for pattern, since in PROPERTIES.items():
            if re.fullmatch(pattern, name):
                yield f"{name} of {rule.selectors[0]}: {since}"
        for pattern, since in VALUES.items():
            # a declaration with var() is never invalid, so it hides an older one before it
            if re.match(pattern, declaration) and (name not in seen or "var(" in declaration):
                yield f"{declaration} of {rule.selectors[0]}: {since}"
        seen.add(name)


def flex_gaps(sheet: str) -> Iterator[str]:
    for rule in rules_of(sheet):
        names = {d.partition(":")[0] for d in rule.declarations}
        flex = {"display: flex", "display: inline-flex"} & set(rule.declarations)
        if flex and names & {"gap", "column-gap", "row-gap"}:
            yield from rule.selectors


def margins_instead(sheet: str) -> Iterator[str]:
    for rule in rules_of(sheet):
        if NO_FLEX_GAP in rule.around:
            yield from rule.selectors


def too_new_in_script(script: str) -> Iterator[str]:
    for number, line in enumerate(script.splitlines(), 1):
        code = re.sub(r"(?:^|\s)//.*$", "", line)
        for pattern, since in SCRIPT.items():
            if found := re.search(pattern, code):
                yield f"line {number}: {found[0].strip()}: {since}"
