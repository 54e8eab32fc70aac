"""The page of a story, and the part of it on the page of its matter."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from governance.matters.lifecycle import Stage
from governance.matters.models import Matter, MatterPhoto
from governance.stories.lifecycle import ConsentState, StoryState
from governance.stories.models import ShownPerson, Story, StoryPhoto, TakenUp
from governance.stories.queries.copying import Copied, copied_from
from governance.stories.queries.facts import figures_of, figures_shown_of
from governance.stories.queries.lists import photos_shown_of, story_elsewhere
from governance.stories.queries.missing import missing_for_asking, missing_for_publishing
from residents.models import Building, Standing, User
from residents.people.scope import address


@dataclass(frozen=True, slots=True)
class Person:
    """A person shown, as helpers see them."""

    row: ShownPerson
    called: str
    in_words: bool
    """Whether the title or the text has the name."""

    @property
    def refused_alone(self) -> bool:
        """Whether the person refused in the portal, so that nobody else writes down another answer."""
        refused = self.row.state == ConsentState.REFUSED and self.row.user_id is not None
        return refused and self.row.heard == ShownPerson.Heard.APP


@dataclass(frozen=True, slots=True)
class Choosing:
    """A picture of the matter, for the writer. Chosen ones have their place in the story."""

    photo: MatterPhoto
    chosen: StoryPhoto | None
    said: str
    """Its caption, and who is on it."""
    first: bool


@dataclass(frozen=True, slots=True)
class StoryPage:
    story: Story
    own: bool
    """Whether it is of the reader's building."""
    paragraphs: list[str]
    figures: list[tuple[str, str]]
    photos: list[StoryPhoto]
    copied: Copied
    takers: list[str]
    """Names of the buildings that began a matter from it."""
    mine: list[ShownPerson]
    """What the reader is asked."""
    people: list[Person]
    """For those who ask. Empty for others."""
    missing: list[str]
    """What is to be done before it can be published, for writers."""
    asks_first: bool
    """Whether somebody has to be asked before, and nothing else is missing."""
    begun: Matter | None
    """The matter that the reader's building began from it."""
    choosing: list[Choosing]
    """The pictures of the matter, while the story is a draft."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A story as strangers read it, and members of other buildings."""

    story: Story
    paragraphs: list[str]
    figures: list[tuple[str, str]]
    photos: list[StoryPhoto]
    copied: Copied
    takers: list[str]


def public_page_of(story: Story) -> PublicPage:
    return PublicPage(
        story,
        paragraphs_of(story),
        figures_shown_of(story).rows,
        list(photos_shown_of(story)),
        copied_from(story),
        taker_names_of(story),
    )


def story_page_for(story: Story, building: Building, standing: Standing, user: User) -> StoryPage:
    """``building`` and ``standing`` are the reader's. They may be of another building than the
    story."""
    own = story.building_id == building.pk
    published = story.state == StoryState.PUBLISHED
    writes, asks = own and standing.leads, own and (standing.helper or standing.staff)
    people = people_of(story) if own else []
    missing = missing_for_publishing(story) if writes and not published else []
    asks_first = bool(missing) and story.state == StoryState.DRAFT and not missing_for_asking(story)
    figures = figures_shown_of(story) if published else figures_of(story.matter)
    return StoryPage(
        story=story,
        own=own,
        paragraphs=paragraphs_of(story),
        figures=(figures if published else figures.without(story.left_out)).rows,
        photos=list(photos_shown_of(story) if published else all_photos_of(story)),
        copied=copied_from(story),
        takers=taker_names_of(story, building),
        mine=[one for one in people if one.user_id == user.pk],
        people=[_person(one, names=standing.leads) for one in people] if asks else [],
        missing=missing,
        asks_first=asks_first and any(one.state == "waiting" for one in people),
        begun=None if own else matter_begun_from(story, building),
        choosing=_choosing(story, people) if writes and story.state == StoryState.DRAFT else [],
    )


def _person(one: ShownPerson, *, names: bool) -> Person:
    words = f"{one.story.title}\n{one.story.text}"
    return Person(one, called(one, names=names), called(one, names=True) in words)


def _choosing(story: Story, people: list[ShownPerson]) -> list[Choosing]:
    """Return the chosen pictures in the order of the story, then the others of the matter."""
    chosen = all_photos_of(story)
    taken = {one.photo_id for one in chosen}
    rest = story.matter.photos.filter(kind=MatterPhoto.Kind.PHOTO).exclude(pk__in=taken)
    return [
        *(
            Choosing(one.photo, one, _said_of(one, people), place == 0)
            for place, one in enumerate(chosen)
        ),
        *(Choosing(photo, None, "", first=False) for photo in rest),
    ]


def _said_of(photo: StoryPhoto, people: list[ShownPerson]) -> str:
    who = [called(one, names=True) for one in people if one.photo_id == photo.pk]
    nobody = [_("认不出是谁")] if photo.shows_nobody else []
    return "，".join(part for part in (photo.caption, "、".join([*nobody, *who])) if part)


def paragraphs_of(story: Story) -> list[str]:
    blocks = story.text.replace("\r\n", "\n").split("\n\n")
    return [block.strip() for block in blocks if block.strip()]


def all_photos_of(story: Story) -> list[StoryPhoto]:
    return list(story.photos.select_related("photo"))


def people_of(story: Story) -> list[ShownPerson]:
    people = list(story.people.select_related("user", "photo"))
    for person in people:
        person.story = story
    return people


def called(person: ShownPerson, *, names: bool) -> str:
    """Return how the person is called by somebody who asks. ``names``: the reader may see full
    names."""
    if person.user is None:
        return person.name
    return str(person.user) if names else person.user.known_as


def taker_names_of(story: Story, reader: Building | None = None) -> list[str]:
    """Return the buildings that began a matter from it. Others than those of the neighbourhood of the
    reader's building are named only if they show themselves to strangers."""
    shown = Q(matter__building__public_page=True)
    if reader:
        shown |= Q(matter__building__neighbourhood=reader.neighbourhood_id)
    rows = story.taken_up.filter(shown).exclude(matter__stage=Stage.DROPPED)
    return [str(row.matter.building) for row in rows.select_related("matter__building")]


def matter_begun_from(story: Story, building: Building) -> Matter | None:
    found = Matter.objects.filter(building=building, taken_from__story=story)
    return found.exclude(stage=Stage.DROPPED).select_related("building").first()


@dataclass(frozen=True, slots=True)
class OnMatter:
    """What the page of a matter shows of stories."""

    story: Story | None
    """The story of this matter, if the reader may read it."""
    may_begin: bool
    takers: list[str]
    credit: TakenUp | None
    """From which story the matter was begun."""
    matter_pk: int
    source_url: str
    """Where that story is read, or "" if it was withdrawn."""


def on_matter_for(building: Building, standing: Standing, pk: int) -> OnMatter | None:
    matter = (
        Matter.objects.filter(pk=pk, building=building).select_related("taken_from__story").first()
    )
    if matter is None:
        return None
    story = building.story_set.filter(matter=matter).first()
    shown = story if story and (standing.leads or story.state == StoryState.PUBLISHED) else None
    credit: TakenUp | None = getattr(matter, "taken_from", None)
    done = matter.stage in {Stage.DONE, Stage.KEPT}
    part = OnMatter(
        story=shown,
        may_begin=story is None and done and standing.leads and not building.closed,
        takers=taker_names_of(story, building) if shown and story else [],
        credit=credit,
        matter_pk=pk,
        source_url=_url_of_source(building, credit) if credit else "",
    )
    return part if part.story or part.may_begin or part.credit else None


def _url_of_source(building: Building, credit: TakenUp) -> str:
    readable = story_elsewhere(building, credit.story_id)
    return address("stories:page", building.slug, credit.story_id) if readable else ""
