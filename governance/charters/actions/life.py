"""The life of an edition, apart from its signing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.canvass.presets import PRESETS
from governance.charters.actions._shared import add_journal_line, lock_edition, wordings_of
from governance.charters.library import LIBRARY
from governance.charters.lifecycle import (
    EDITION,
    IN_EFFECT,
    SUGGESTION,
    UNDER_WAY,
    EditionState,
    SuggestionState,
)
from governance.charters.models import (
    MAX_ARTICLES,
    Article,
    Charter,
    Draft,
    Edition,
    SignOff,
    Suggestion,
    Wording,
)
from governance.inbox.actions.messages import create_message
from governance.journal.actions import link
from governance.journal.models import Audience, LinkKind
from louzu.lib.errors import Refused
from residents.models import Building, User
from residents.people.rules import standing_of
from residents.rooms.waiting import Thing, thing_of

MIN_DAYS = PRESETS["covenant"].notice_days
"""The shortest consultation before a text may be signed."""


@transaction.atomic
def begin_edition(building: Building, *, by: User, cause: Thing | None = None) -> Edition:
    """Begin an edition by asking every household for wishes. An edition in force comes under
    review. ``cause`` is what the charter is to say."""
    charter, _first = Charter.objects.get_or_create(building=building)
    charter = Charter.objects.locked(charter)
    if charter.editions.filter(state__in=UNDER_WAY).exists():
        raise Refused(_("已经有一版在商量了，办完这一版再说下一版。"))
    _put_under_review(charter)
    edition = Edition.objects.create(charter=charter)
    if cause:
        link(building, cause, edition, LinkKind.BECAME_ARTICLE)
    add_journal_line(edition, "charters.begun", by=by)
    return edition


@transaction.atomic
def begin_draft(edition: Edition, *, typical: Iterable[str] = (), by: User) -> Draft:
    """Create the first draft from the articles in force and the chosen typical articles. Households
    that asked for one of those are credited."""
    edition = lock_edition(edition)
    EDITION.take(edition, "draft")
    edition.save(update_fields=["state"])
    draft = Draft.objects.create(edition=edition, number=1)
    _copy_articles(_adopted_in(edition.charter), draft)
    for key in typical:
        _add_typical_article(draft, key, by)
    add_journal_line(edition, "charters.drafting", by=by)
    return draft


@transaction.atomic
def begin_next_draft(edition: Edition, *, by: User) -> Draft:
    """Create a draft from the one that was consulted on. People may still comment on the old one,
    and open suggestions are carried along."""
    edition = lock_edition(edition)
    EDITION.take(edition, "reword" if edition.state == EditionState.SIGNING else "draft_next")
    edition.save(update_fields=["state"])
    draft = next_draft(edition)
    add_journal_line(edition, "charters.drafting", by=by)
    return draft


@transaction.atomic
def put_out_draft(draft: Draft, *, until: dt.datetime, by: User) -> Draft:
    """Publish a draft for consultation, for ``MIN_DAYS`` or more. It can no longer change."""
    edition = lock_edition(draft.edition)
    EDITION.take(edition, "consult")
    draft = Draft.objects.get(pk=draft.pk)
    draft.edition = edition
    refuse_empty_draft(draft)
    if until < timezone.now() + dt.timedelta(days=MIN_DAYS) - dt.timedelta(hours=12):
        raise Refused(_("征求意见至少要%(days)s天，请把日子往后放。") % {"days": MIN_DAYS})
    edition.save(update_fields=["state"])
    draft.put_out_at, draft.until = timezone.now(), until
    draft.save(update_fields=["put_out_at", "until"])
    add_journal_line(edition, "charters.put_out", by=by, url=draft.get_absolute_url())
    return draft


@transaction.atomic
def drop_edition(edition: Edition, *, reason: str, by: User) -> Edition:
    """Abandon an edition. Its discussion is kept, and an edition in force stays in force."""
    edition = lock_edition(edition)
    EDITION.take(edition, "drop")
    edition.ended_at, edition.ended_reason = timezone.now(), reason
    edition.save(update_fields=["state", "ended_at", "ended_reason"])
    edition.drafts.filter(put_out_at=None, dropped_at=None).update(dropped_at=timezone.now())
    add_journal_line(edition, "charters.dropped", by=by, url=edition.charter.get_absolute_url())
    return edition


@transaction.atomic
def review_edition(edition: Edition, *, by: User) -> Edition:
    edition = lock_edition(edition)
    EDITION.take(edition, "review")
    edition.save(update_fields=["state"])
    add_journal_line(edition, "charters.reviewed", by=by)
    return edition


@transaction.atomic
def keep_edition(edition: Edition, *, review_on: dt.date, by: User) -> Edition:
    """End a review without changes, with the next one due on ``review_on``, within a year."""
    edition = lock_edition(edition)
    _refuse_while_amended(edition)
    EDITION.take(edition, "keep")
    if not timezone.localdate() < review_on <= one_year_after(timezone.localdate()):
        raise Refused(_("下一次再看的日子要在今天以后、一年以内。"))
    edition.review_on = review_on
    edition.save(update_fields=["state", "review_on"])
    add_journal_line(edition, "charters.kept", by=by)
    return edition


@transaction.atomic
def lapse_edition(edition: Edition, *, reason: str, by: User) -> Edition:
    edition = lock_edition(edition)
    _refuse_while_amended(edition)
    EDITION.take(edition, "lapse")
    edition.ended_at, edition.ended_reason = timezone.now(), reason
    edition.review_on = None
    edition.save(update_fields=["state", "ended_at", "ended_reason", "review_on"])
    add_journal_line(edition, "charters.lapsed", by=by)
    return edition


def next_draft(edition: Edition, *, answers_to: SignOff | None = None) -> Draft:
    """Return the working draft. If there is none, copy the last published draft."""
    if working := edition.drafts.filter(put_out_at=None, dropped_at=None).first():
        return working
    last = edition.drafts.filter(put_out_at__isnull=False).latest("number")
    newest = edition.drafts.latest("number")
    draft = Draft.objects.create(edition=edition, number=newest.number + 1, answers_to=answers_to)
    _copy_articles(last, draft)
    return draft


def leave_working_draft(edition: Edition) -> None:
    """Abandon the working draft and reopen the suggestions that it had accepted."""
    for draft in edition.drafts.filter(put_out_at=None, dropped_at=None):
        draft.dropped_at = timezone.now()
        draft.save(update_fields=["dropped_at"])
        for suggestion in Suggestion.objects.filter(
            taken_into=draft, state=SuggestionState.ACCEPTED
        ):
            SUGGESTION.take(suggestion, "reopen")
            suggestion.taken_into = suggestion.decided_by = suggestion.decided_at = None
            suggestion.decided_office = suggestion.answer = ""
            suggestion.save()


def refuse_empty_draft(draft: Draft) -> None:
    if not 1 <= len(wordings_of(draft)) <= MAX_ARTICLES:
        raise Refused(_("公约要有1到%(most)s条。") % {"most": MAX_ARTICLES})


def one_year_after(day: dt.date) -> dt.date:
    """Return the same day of next year. 29 Feb maps to 28 Feb."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def append_article(draft: Draft, *, heading: str, text: str, reason: str) -> Wording:
    standing = len(wordings_of(draft))
    if standing >= MAX_ARTICLES:
        raise Refused(_("公约最多%(most)s条。") % {"most": MAX_ARTICLES})
    article = Article.objects.create(charter=draft.edition.charter)
    return Wording.objects.create(
        draft=draft,
        article=article,
        number=standing + 1,
        heading=heading,
        text=text,
        reason=reason,
    )


def credit_suggestion(suggestion: Suggestion, draft: Draft, article: Article, by: User) -> None:
    SUGGESTION.take(suggestion, "accept")
    suggestion.article, suggestion.taken_into = article, draft
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.decided_office = standing_of(by, draft.building).office
    suggestion.save()
    link(draft.building, suggestion, draft, LinkKind.BECAME_ARTICLE)


def _put_under_review(charter: Charter) -> None:
    in_force = charter.editions.filter(state=EditionState.IN_FORCE).first()
    if in_force:
        EDITION.take(in_force, "review")
        in_force.save(update_fields=["state"])


def _refuse_while_amended(edition: Edition) -> None:
    if edition.charter.editions.filter(state__in=UNDER_WAY).exists():
        raise Refused(_("正在商量新的一版，等它有了结果再定。"))


def _adopted_in(charter: Charter) -> Draft | None:
    return Draft.objects.filter(
        edition__charter=charter, edition__state__in=IN_EFFECT, adopted=True
    ).first()


def _copy_articles(source: Draft | None, draft: Draft) -> None:
    if source is None:
        return
    draft.preamble = source.preamble
    draft.save(update_fields=["preamble"])
    Wording.objects.bulk_create(
        Wording(
            draft=draft,
            article_id=one.article_id,
            number=one.number,
            heading=one.heading,
            text=one.text,
            reason=one.reason,
        )
        for one in wordings_of(source)
    )


def _add_typical_article(draft: Draft, key: str, by: User) -> None:
    if key not in LIBRARY:
        raise Refused(_("没有这样一条。"))
    one = LIBRARY[key]
    wording = append_article(draft, heading=one.heading, text=one.text, reason=one.reason)
    wishes = Suggestion.objects.filter(
        edition=draft.edition, typical=key, state=SuggestionState.OPEN
    )
    for wish in wishes:
        credit_suggestion(wish, draft, wording.article, by)
        create_message("charters.suggestion_decided", thing_of(wish), by=by.pk)


DRAFT_AUDIENCE = Audience.WRITERS
"""The audience of journal entries about an unpublished draft."""
