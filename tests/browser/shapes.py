"""Whether axe has already judged a page with the same elements, or with the same colours."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

SHAPE = r"""() => {
  const WORDS = /^(alt|aria-label|content|d|datetime|href|name|placeholder|src|srcset|title|value)$/;
  const shape = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() && "…";
    if (node.nodeType !== Node.ELEMENT_NODE) return "";
    const attributes = [...node.attributes].map(({name, value}) =>
      WORDS.test(name) ? `${name}=${value.trim() && "…"}` : `${name}=${value.replace(/\d+/g, "0")}`);
    const parts = [...node.childNodes].map(shape).filter(Boolean);
    const kept = parts.filter((part, at) => part !== parts[at - 1] || part !== parts[at - 2]);
    return `<${node.localName} ${attributes.join(" ")}>${kept.join("")}</>`;
  };
  return shape(document.documentElement);
}"""
"""All elements in their order with their attributes, but without the words, the numbers in
attributes, and the third and further ones of equal neighbours, as in a long list."""

COLOURS = r"""() => {
  const TRANSPARENT = "rgba(0, 0, 0, 0)";
  const speaks = (node) => /^(input|select|textarea)$/.test(node.localName)
    || [...node.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
  const found = new Set();
  for (const node of document.body.querySelectorAll("*")) {
    if (!speaks(node) || !node.checkVisibility({visibilityProperty: true})) continue;
    const own = getComputedStyle(node), size = parseFloat(own.fontSize);
    const big = size >= 24 || (size >= 18.66 && own.fontWeight >= 700);
    const layers = [];
    let ground = TRANSPARENT;
    for (let at = node; at && ground === TRANSPARENT; at = at.parentElement) {
      const style = getComputedStyle(at);
      ground = style.backgroundColor;
      if (style.backgroundImage !== "none") layers.push(style.backgroundImage.slice(0, 99));
      if (style.opacity !== "1") layers.push(style.opacity);
    }
    found.add([own.color, ground, big, ...layers].join(" "));
  }
  return [...found];
}"""
"""Everything on which the contrast of a text depends, once for each of its kinds on the page."""


class Shapes:
    """Shapes and colours of the pages that axe has judged.

    The workers of pytest-xdist share them: each is the name of an empty file in ``folder``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def is_new(self, page) -> bool:
        """Return whether axe has not judged the shape of the open page, and remember it."""
        return self._remember([page.evaluate(SHAPE)])

    def has_new_colours(self, page) -> bool:
        """Return whether axe has not judged some text with its ground, and remember all of them."""
        return self._remember(page.evaluate(COLOURS))

    def _remember(self, texts: Iterable[str]) -> bool:
        names = [self._folder / sha256(text.encode()).hexdigest() for text in texts]
        new = [name for name in names if not name.exists()]
        for name in new:
            name.touch()
        return bool(new)
