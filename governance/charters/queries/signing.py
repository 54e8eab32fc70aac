"""Sign-offs of drafts, and objections to them."""

from __future__ import annotations

from governance.canvass.models import Objection
from governance.charters.models import Draft, Edition, SignOff


def sign_off_of(edition: Edition) -> SignOff | None:
    running = SignOff.objects.filter(edition=edition, outcome=SignOff.Outcome.RUNNING)
    found = running.select_related("canvass__building", "draft").first()
    if found:
        found.draft.edition = edition
    return found


def objections_to(draft: Draft | None) -> list[Objection]:
    if draft is None or draft.answers_to is None:
        return []
    found = Objection.objects.filter(voice__canvass=draft.answers_to.canvass_id)
    return list(found.select_related("voice", "answer").order_by("voice__number", "pk"))
