"""The charter and its editions as they are forwarded to a chat group."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.canvass.disclosure import may_tell_missing
from governance.charters.lifecycle import EditionState
from governance.charters.models import Edition
from governance.charters.queries.reading import (
    edition_in_effect_in,
    end_of_consultation,
    shared_edition_in,
)
from louzu.lib.time import format_day, format_moment
from residents.rooms.context import PageContext
from residents.rooms.sharing import Shareable, ShareCard


def card_of_edition(page: PageContext, pk: int) -> ShareCard | None:
    """Return None for editions that are being written or have ended."""
    edition = shared_edition_in(page.building, pk) if page.standing.member else None
    if edition is None:
        return None
    if edition.in_effect:
        return _card_in_effect(edition)
    sentences = {
        EditionState.GATHERING: _("公约里要有什么？请每一家都来说一说。"),
        EditionState.CONSULTING: _("草稿给大家看了：每一条都可以支持、说意见、提别的写法。"),
        EditionState.SIGNING: _("定稿了，请每一家签。"),
    }
    sentence = sentences.get(EditionState(edition.state))
    if sentence is None:
        return None
    return ShareCard(
        kind=_("楼组公约"),
        title=_title(edition),
        when=_when(edition),
        sentence=sentence,
        url=edition.get_absolute_url(),
        asks=_("扫一扫，一条一条看"),
    )


def card_of_charter(page: PageContext, pk: int) -> ShareCard | None:
    """Return the card of the edition in effect now, whichever that is."""
    edition = edition_in_effect_in(page.building) if page.standing.member else None
    return _card_in_effect(edition) if edition and edition.charter_id == pk else None


def page_of_edition(page: PageContext, pk: int) -> str:
    """Return the page of an edition that was in effect, which says that it is no longer."""
    edition = shared_edition_in(page.building, pk) if page.standing.member else None
    return edition.get_absolute_url() if edition and edition.number else ""


def _card_in_effect(edition: Edition) -> ShareCard:
    since = edition.in_force_at
    return ShareCard(
        kind=_("楼组公约"),
        title=_title(edition),
        when=_("%(day)s起生效") % {"day": format_day(since)} if since else "",
        state=_signed(edition),
        url=edition.charter.get_absolute_url(),
        asks=_("扫一扫，一条一条看"),
    )


def _title(edition: Edition) -> str:
    return _("%(charter)s%(edition)s") % {"charter": edition.charter, "edition": edition}


def _when(edition: Edition) -> str:
    until = end_of_consultation(edition) if edition.state == EditionState.CONSULTING else None
    return _("意见提到%(until)s") % {"until": format_moment(until)} if until else ""


def _signed(edition: Edition) -> str:
    """No numbers if only few households did not sign."""
    if not edition.asked or edition.signed is None:
        return ""
    words = {"asked": edition.asked, "signed": edition.signed}
    missing = edition.asked - edition.signed
    if not missing:
        return _("%(asked)s户都签了。") % words
    return _("%(asked)s户里%(signed)s户签了。") % words if may_tell_missing(missing) else ""


SHAREABLE = {
    "charters.edition": Shareable(gettext_lazy("楼组公约"), card_of_edition, page_of_edition),
    "charters.charter": Shareable(gettext_lazy("楼组公约"), card_of_charter),
}
