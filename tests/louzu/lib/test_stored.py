from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from louzu.lib.stored import stored, stored_language


def test_what_is_stored_is_in_the_sites_language_and_the_reader_keeps_theirs():
    with translation.override("en"):
        kept = stored(gettext_lazy("%(room)s室"), room="501"), stored(lambda: gettext("今天"))
        with stored_language():
            kept += (gettext("明天"),)
        assert gettext("明天") != "明天"
    assert kept == ("501室", "今天", "明天")


def test_a_text_without_words_is_no_format():
    assert stored("100%") == "100%"
