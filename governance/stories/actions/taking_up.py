"""Begin a matter from the story of another building."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.charters.actions.life import begin_edition
from governance.charters.actions.talking import Contributor, suggest_wish
from governance.charters.lifecycle import EditionState
from governance.charters.models import Suggestion
from governance.charters.queries.reading import edition_under_way_in
from governance.journal.actions import append, enter
from governance.journal.models import Audience
from governance.matters.actions.beginning import begin_matter
from governance.matters.actions.documents import add_document
from governance.matters.actions.kinds import apply_kind
from governance.matters.inputs import DocumentInput, MatterInput
from governance.matters.models import Matter
from governance.stories.models import Story, TakenArticle, TakenUp
from governance.stories.queries.copying import copied_from, kind_of_copy, name_of_copy
from governance.stories.queries.lists import story_elsewhere
from governance.stories.queries.page import matter_begun_from
from louzu.lib.errors import Refused
from louzu.lib.quoting import quoted
from louzu.lib.stored import stored
from residents.models import Building, User
from residents.rooms.waiting import thing_of


@transaction.atomic
def take_up_story(story: Story, building: Building, *, by: User) -> Matter:
    """Begin a matter with the steps, names of documents and articles that the story offers. Nothing
    else of the other building's matter is read.

    Raises Refused if the story was withdrawn, or if a matter that was begun from it goes on here.
    """
    building = Building.objects.select_for_update(no_key=True).get(pk=building.pk)
    if story_elsewhere(building, story.pk) is None:
        raise Refused(_("这篇故事刚刚收回了，照不了了。"))
    if present := matter_begun_from(story, building):
        words = {"title": quoted(present.title)}
        raise Refused(_("已经照着立过了：事项“%(title)s”就是照它来的。") % words)
    copied = copied_from(story)
    matter = begin_matter(building, MatterInput(name_of_copy(story)), by=by)
    kind = kind_of_copy(story, copied)
    matter = apply_kind(matter, kind, starts_on=timezone.localdate(), by=by)
    for document in copied.documents:
        if not matter.documents.filter(name=document.text).exists():
            add_document(matter, DocumentInput(document.text), by=by)
    credit = stored(story.building.__str__)[:60]
    taken = TakenUp.objects.create(story=story, matter=matter, credit=credit)
    TakenArticle.objects.bulk_create(
        TakenArticle(taken=taken, heading=one.heading, text=one.text) for one in copied.articles
    )
    _enter(matter, "stories.credited", credit, by=by)
    _tell_source(taken, building)
    return matter


@transaction.atomic
def suggest_articles(taken: TakenUp, *, by: User) -> int:
    """Put the articles forward in the building's own charter: as wishes while these are gathered,
    also for a new edition if none is under way. Return how many are new."""
    building = taken.matter.building
    edition = edition_under_way_in(building)
    if edition is None:
        edition = begin_edition(building, by=by, cause=thing_of(taken.matter))
    if edition.state != EditionState.GATHERING:
        raise Refused(_("公约正在起草或者签，现在不收新的条文。可以到公约页里自己写上。"))
    known = set(Suggestion.objects.filter(edition=edition).values_list("text", flat=True))
    new = [one for one in taken.articles.all() if one.text not in known]
    if not new:
        raise Refused(_("这些条文已经提过了。"))
    reason = stored(gettext_lazy("照%(building)s的公约"), building=taken.credit)
    for one in new:
        suggest_wish(
            edition, text=one.text, heading=one.heading, reason=reason, contributor=Contributor(by)
        )
    enter(taken.matter, "stories.articles_suggested", by=by)
    return len(new)


def _enter(matter: Matter, verb: str, title: str, *, by: User) -> None:
    append(
        matter.building,
        verb,
        by=by,
        audience=Audience.RESIDENTS,
        subject=(*thing_of(matter), title),
        url=matter.get_absolute_url(),
    )


def _tell_source(taken: TakenUp, building: Building) -> None:
    """Tell the story's building which one took it up, and nothing else about that one. The line is
    not about the story, whose lines lose their title when it is withdrawn."""
    story = taken.story
    append(
        story.building,
        "stories.taken_up",
        by=None,
        audience=Audience.RESIDENTS,
        subject=(*thing_of(taken), stored(building.__str__)),
        url=story.get_absolute_url(),
    )
