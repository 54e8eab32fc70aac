"""Every text colour has a contrast of 7:1 on each background it may have, in light and dark mode."""

from __future__ import annotations

import re

import pytest

from tests.architecture.site import ROOT

INKS = ("ink", "ink-soft", "cinnabar", "agree", "wait", "object", "told")
GROUNDS = ("paper", "sheet", "inset")
WASHED = ("cinnabar", "agree", "wait", "object", "told")
PAIRS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *((colour, f"{colour}-wash") for colour in WASHED),
    *(("ink", f"{colour}-wash") for colour in WASHED),
    ("ink-soft", "cinnabar-wash"),
    ("ink-on-strong", "cinnabar"),
    ("ink-on-strong", "cinnabar-deep"),
    ("ink-on-strong", "object"),
]
EDGES = [(edge, ground) for edge in ("edge", "focus") for ground in GROUNDS]


def tokens(scheme: str) -> dict[str, str]:
    css = (ROOT / "static/css/tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    day = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return (
        day if scheme == "light" else day | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    )


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(p * share for p, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_seven_to_one(scheme):
    colour = tokens(scheme)
    weak = {pair: contrast(*(colour[name] for name in pair)) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 7} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_stand_three_to_one(scheme):
    colour = tokens(scheme)
    weak = {pair: contrast(*(colour[name] for name in pair)) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}
