"""Whether axe has already judged a page with the same elements."""

from __future__ import annotations

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


class Shapes:
    """Shapes of the pages that axe has judged, and whether it did so thoroughly.

    The workers of pytest-xdist share them: each shape is the name of an empty file in ``folder``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def is_new(self, page, *, thoroughly: bool) -> bool:
        """Return whether axe has not judged the shape of the open page, and remember it."""
        shape = sha256(page.evaluate(SHAPE).encode()).hexdigest()
        judged, judged_thoroughly = self._folder / shape, self._folder / f"{shape}-thoroughly"
        known = judged_thoroughly.exists() or (judged.exists() and not thoroughly)
        (judged_thoroughly if thoroughly else judged).touch()
        return not known
