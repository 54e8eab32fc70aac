"""Show the typed text again after a refused form, so that nobody has to write it twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, get_resolver, resolve
from django.utils.translation import gettext as _

from louzu.lib.errors import Refused
from louzu.lib.text_input import clean_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SECRET = re.compile(r"pass|pin|code|phrase|secret|token|otp|receipt|^key$|^uid", re.IGNORECASE)
"""Names of fields whose text is never shown again: passwords, PINs, codes, a voter's receipt."""
NOT_AUTOFILLED = {"one-time-code", "new-password", "current-password", "off"}
NUMBERED = re.compile(r"^.*-(?:\d+|__prefix__)-")
"""Prefix of a field's name in a formset."""
OBJECT_PATH_PARTS = 4
"""Path segments of an object's address: building, its number, room, the object's number."""
PHONE_LINE = 16
"""Chinese characters in a line on a narrow phone."""
STATUS: dict[type[Exception], int] = {Refused: 409, PermissionDenied: 403, Http404: 404}


@dataclass(frozen=True, slots=True)
class TypedField:
    label: str
    text: str

    @property
    def rows(self) -> int:
        return rows_for(self.text)


def rows_for(text: str) -> int:
    """Return the rows of a textarea that shows the whole text on a phone, from 2 to 12."""
    return min(max(sum(len(line) // PHONE_LINE + 1 for line in text.split("\n")), 2), 12)


def typed_texts(request: HttpRequest) -> list[TypedField]:
    return list(_typed_pairs(request)) if request.method == "POST" else []


def show_refusal(request: HttpRequest, refusal: Exception, *, back: str) -> HttpResponse | None:
    """Return a page with the reason, the typed text and a link ``back``, or None if nothing was
    typed."""
    typed = typed_texts(request)
    if not typed:
        return None
    context = {"reason": _reason(refusal), "typed": typed, "back": back}
    status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
    response = render(request, "residents/given_back.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def parent_page(path: str) -> str:
    """Return the nearest existing page above an address, such as ``/b/114/meetings/3/``, or ""."""
    while above := path.rstrip("/").rpartition("/")[0]:
        path = f"{above}/"
        if above.count("/") <= OBJECT_PATH_PARTS and _resolves(path):
            return path
    return ""


def _resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def is_secret_field_name(name: str) -> bool:
    return bool(SECRET.search(name)) or NUMBERED.sub("", name) in secret_field_names()


def _typed_pairs(request: HttpRequest) -> Iterator[TypedField]:
    labels = text_field_labels()
    for name, values in request.POST.lists():
        plain = NUMBERED.sub("", name)
        for value in values if plain in labels else ():
            text = clean_text(str(value), multiline=True)
            if any(map(str.isalpha, text)):  # bare digits are a PIN, a code or a phone number
                yield TypedField(str(labels[plain] or _("您写的")), text)


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, Refused) or (isinstance(refusal, PermissionDenied) and str(refusal)):
        return str(refusal)
    if isinstance(refusal, Http404):
        return _("这件事现在不在这里了，可能刚刚收起、结束，或者换了地方。")
    return _(
        "现在不能这样做了：可能已经截止，可能事情刚刚有了变化，也可能要由楼组长、骨干或居委来做。"
    )


@cache
def text_field_labels() -> dict[str, StrOrPromise]:
    """Return field name → label for all forms' text fields. The label is empty if forms differ.
    Names that are secret in any form are left out."""
    words: dict[str, set[StrOrPromise]] = {}
    for name, field in _fields():
        if isinstance(field, forms.CharField) and not field.widget.is_hidden:
            words.setdefault(name, set()).add(field.label or "")
    return {
        name: _unambiguous(labels)
        for name, labels in words.items()
        if not is_secret_field_name(name)
    }


@cache
def secret_field_names() -> frozenset[str]:
    """Return the names of fields that forms declare as secret. Browsers do not keep them in drafts
    either."""
    return frozenset(name for name, field in _fields() if is_secret(name, field))


def is_secret(name: str, field: forms.Field) -> bool:
    kept = field.widget.attrs.get("autocomplete", "")
    unseen = isinstance(field.widget, forms.PasswordInput) or kept in NOT_AUTOFILLED
    return unseen or bool(SECRET.search(name))


def _unambiguous(labels: set[StrOrPromise]) -> StrOrPromise:
    return labels.pop() if len({str(label) for label in labels}) == 1 else ""


def _fields() -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields of all forms. The first request of a process may fail before it needs URLs."""
    get_resolver().url_patterns  # noqa: B018 -- imports the views, and with them all forms
    classes: list[type] = [forms.BaseForm]
    for form in classes:
        classes.extend(form.__subclasses__())
        yield from getattr(form, "base_fields", {}).items()
