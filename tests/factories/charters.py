from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory as Factory

from governance.canvass.actions import counting
from governance.canvass.models import Voice as CanvassVoice
from governance.charters.actions import life, signing, talking
from governance.charters.actions.talking import Contributor
from governance.charters.models import (
    Article,
    Charter,
    Comment,
    Draft,
    Edition,
    Suggestion,
    Wording,
)
from tests.factories.canvass import move_past_deadline, record_paper_answer_for
from tests.factories.residents import BuildingFactory, UserFactory


def next_year():
    return timezone.localdate() + dt.timedelta(days=365)


class CharterFactory(Factory):
    class Meta:
        model = Charter

    building = factory.SubFactory(BuildingFactory)


class EditionFactory(Factory):
    """An edition in force without a text."""

    class Meta:
        model = Edition

    charter = factory.SubFactory(CharterFactory)
    number = 1
    state = "in_force"
    in_force_at = factory.LazyFunction(timezone.now)
    review_on = factory.LazyFunction(next_year)

    class Params:
        replaced = factory.Trait(
            state="replaced", ended_at=factory.LazyFunction(timezone.now), review_on=None
        )
        under_way = factory.Trait(state="consulting", number=None, in_force_at=None, review_on=None)


class DraftFactory(Factory):
    """A draft that was just published."""

    class Meta:
        model = Draft

    edition = factory.SubFactory(EditionFactory)
    number = 1
    put_out_at = factory.LazyFunction(timezone.now)
    until = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=8))

    class Params:
        signed = factory.Trait(adopted=True)
        in_the_making = factory.Trait(put_out_at=None, until=None)


class ArticleFactory(Factory):
    class Meta:
        model = Article

    charter = factory.SubFactory(CharterFactory)


class WordingFactory(Factory):
    class Meta:
        model = Wording

    draft = factory.SubFactory(DraftFactory)
    article = factory.SubFactory(
        ArticleFactory, charter=factory.SelfAttribute("..draft.edition.charter")
    )
    number = factory.Sequence(lambda n: n + 1)
    text = "爱护楼内公共物资。"


class SuggestionFactory(Factory):
    class Meta:
        model = Suggestion

    edition = factory.SubFactory(EditionFactory, under_way=True)
    by = factory.SubFactory(UserFactory)
    text = "遛狗牵绳。"


class CommentFactory(Factory):
    class Meta:
        model = Comment

    by = factory.SubFactory(UserFactory)
    text = "写得好。"


def make_draft_in_force(building, *texts, number=1, **more):
    charter = Charter.objects.filter(building=building).first() or CharterFactory(building=building)
    draft = DraftFactory(
        edition=EditionFactory(charter=charter, number=number, **more), signed=True
    )
    for place, text in enumerate(texts or ["爱护公物。"], start=1):
        WordingFactory(draft=draft, number=place, text=text)
    return draft


def make_discussed_draft(building, *texts, **more):
    charter = Charter.objects.filter(building=building).first() or CharterFactory(building=building)
    draft = DraftFactory(edition=EditionFactory(charter=charter, under_way=True), **more)
    for place, text in enumerate(texts or ["爱护公物。", "不堆物。"], start=1):
        WordingFactory(draft=draft, number=place, text=text)
    return draft


def make_draft_being_written(building, *texts):
    """Create a working draft, by the actions."""
    draft = make_discussed_draft(building, *texts)
    return life.begin_next_draft(draft.edition, by=UserFactory())


def wordings_of(draft):
    return list(
        draft.wordings.filter(number__isnull=False).select_related("article").order_by("number")
    )


def end_discussion(edition):
    Draft.objects.filter(edition=edition).update(until=timezone.now() - dt.timedelta(minutes=1))


def sign_and_publish(draft, *, by, others, objecting=0):
    """Sign a draft and publish the result: all agree except ``objecting`` voices."""
    end_discussion(draft.edition)
    closes = timezone.now() + dt.timedelta(days=9)
    asked = signing.sign_draft(draft, threshold="2/3", closes_at=closes, by=by).canvass
    for n, voice in enumerate(CanvassVoice.objects.filter(canvass=asked).order_by("number")):
        choice = "object" if n < objecting else "agree"
        record_paper_answer_for(
            asked, voice, choice, by=by, checked_by=others[0], channel="meeting"
        )
    move_past_deadline(asked)
    return count_and_publish(asked, by=by, other=others[0])


def count_and_publish(asked, *, by, other):
    counting.close_canvass(asked, by=by)
    counting.count_canvass(asked, by=other, anyway=True)
    counting.count_canvass(asked, by=by, anyway=True)
    return counting.publish_canvass(asked, by=by)


def make_editions_with_marker(building, user, word):
    """Create editions in force and in consultation that contain ``word`` in every field."""
    draft = make_draft_in_force(building, word, number=building.pk)
    Draft.objects.filter(pk=draft.pk).update(preamble=word)
    draft.wordings.update(heading=word, reason=word)
    out = make_discussed_draft(building, word, preamble=word)
    wording = wordings_of(out)[0]
    Wording.objects.filter(pk=wording.pk).update(heading=word, reason=word)
    voice = Contributor(user)
    talking.add_comment(wording, text=word, contributor=voice)
    found = talking.suggest_words(
        wording, text=f"{word}。", heading=word, reason=word, contributor=voice
    )
    return {
        "number": building.pk,
        "draft": out.pk,
        "article": wording.article_id,
        "suggestion": found.pk,
        "example": draft.pk,
    }
