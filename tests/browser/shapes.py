"""Whether axe has already judged a page with the same elements."""

from __future__ import annotations

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
    """Shapes of the pages that axe has judged, and whether it did so thoroughly."""

    def __init__(self) -> None:
        self._thoroughly: dict[str, bool] = {}

    def is_new(self, page, *, thoroughly: bool) -> bool:
        """Return whether axe has not judged the shape of the open page, and remember it."""
        shape = page.evaluate(SHAPE)
        known = shape in self._thoroughly and self._thoroughly[shape] >= thoroughly
        self._thoroughly[shape] = thoroughly or self._thoroughly.get(shape, False)
        return not known
