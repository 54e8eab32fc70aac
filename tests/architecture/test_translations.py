"""All text uses gettext, and translations keep its placeholders.

``make check`` finds what is not translated (``dev/messages.py``).
"""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse

from dev import messages
from tests.architecture.chinese import CHINESE
from tests.architecture.site import ROOT

TRANSLATED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{% translate .*?%}|{% comment %}.*?{% endcomment %}"
    r"|{#.*?#}|_\(\".*?\"\)",
    re.DOTALL,
)
SWITCH = ROOT / "templates/components/foot.html"  # languages in their own name
OUTSIDE = {ROOT / "templates/500.html", ROOT / "templates/styleguide/page.html", SWITCH}
PAGES = [p for p in sorted(ROOT.glob("templates/**/*.html")) if p not in OUTSIDE]
PLACE = re.compile(r"%\(\w+\)[sd]")


def catalogue(locale):
    po = ROOT / f"locale/{locale}/LC_MESSAGES/django.po"
    return [m for m in read_po(io.BytesIO(po.read_bytes()), locale=locale) if m.id]


@pytest.mark.parametrize("locale", messages.LOCALES)
def test_no_translation_loses_or_makes_up_a_placeholder(locale):
    known = {"numeral", "number"}  # ordinals may use either
    for message in catalogue(locale):
        ids, one = map(messages._plural_forms, (message.id, message.string))
        for text in one:
            missing = set(PLACE.findall(ids[0])) ^ set(PLACE.findall(text))
            assert {p[2:-2] for p in missing} <= known, message.id


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_template_says_nothing_outside_gettext(page):
    assert CHINESE.findall(TRANSLATED.sub("", page.read_text())) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "word"), [("en", "Sign in"), ("zh-hant", "登錄"), ("zh-hans", "登录")]
)
def test_a_page_speaks_the_language_of_the_device(client, language, word):
    client.cookies["language"] = language
    assert f"<h1>{word}</h1>" in client.get(reverse("account_login")).content.decode()
