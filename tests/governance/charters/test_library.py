from __future__ import annotations

from governance.charters.library import LIBRARY
from governance.charters.models import Suggestion


def test_every_typical_article_fits_into_a_suggestion():
    for one in LIBRARY.values():
        made = Suggestion(
            typical=one.key, heading=one.heading, text=one.text, reason=one.reason, edition_id=1
        )
        words = {"typical", "heading", "text", "reason"}
        made.clean_fields(exclude={field.name for field in Suggestion._meta.fields} - words)
        assert all((one.heading, one.text, one.reason)), one.key


def test_no_two_typical_articles_say_the_same():
    assert len({one.heading for one in LIBRARY.values()}) == len(LIBRARY)
    assert len({one.text for one in LIBRARY.values()}) == len(LIBRARY)
