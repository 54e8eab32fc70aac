"""Stories of a building, of its neighbourhood, and those for everybody."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from governance.matters.lifecycle import Stage
from governance.matters.models import Matter, MatterQuerySet
from governance.stories.lifecycle import StoryState
from governance.stories.models import Story, StoryPhoto, StoryQuerySet
from louzu.lib.paging import Keyset, Page
from residents.models import Building

PUBLISHED = Keyset(("published_at", "pk"))
MAX_ON_FRONT = 3
MAX_KINDS = 40


def stories_for_page() -> StoryQuerySet:
    return Story.objects.with_asked().select_related("matter")


def stories_shown_in(
    building: Building, *, kind: str = "", after: str | None = None
) -> Page[Story]:
    """Return the published stories that members of the building may read, those of the whole
    neighbourhood and those for everybody, of one kind of matter if given."""
    found = _listed(_readable_in(building))
    return PUBLISHED.page(found.filter(kind_name=kind) if kind else found, after)


def unpublished_stories_in(building: Building) -> list[Story]:
    """Return those that only writers see."""
    found = building.story_set.exclude(state=StoryState.PUBLISHED)
    return list(found.order_by("-pk"))


def kinds_of_stories_in(building: Building) -> list[str]:
    return _kinds(_readable_in(building))


def story_elsewhere(building: Building, pk: int) -> Story | None:
    """Return a story of another building that members of this one may read."""
    found = _readable_in(building).exclude(building=building)
    return found.select_related("building").filter(pk=pk).first()


def public_stories(*, kind: str = "", after: str | None = None) -> Page[Story]:
    found = _listed(Story.objects.for_everybody())
    return PUBLISHED.page(found.filter(kind_name=kind) if kind else found, after)


def kinds_of_public_stories() -> list[str]:
    return _kinds(Story.objects.for_everybody())


def public_story(pk: int) -> Story | None:
    found = Story.objects.for_everybody().select_related("building__neighbourhood")
    return found.filter(pk=pk).first()


def stories_for_front_page(building: Building) -> list[Story]:
    found = Story.objects.for_everybody().filter(building=building)
    return list(found.order_by("-published_at", "-pk")[:MAX_ON_FRONT])


def shared_story_in(building: Building, pk: int) -> Story | None:
    return building.story_set.published().filter(pk=pk).first()


def photos_shown_of(story: Story) -> QuerySet[StoryPhoto]:
    """Return the pictures that readers see: everybody who can be recognised agreed."""
    return story.photos.agreed().select_related("photo")


def _readable_in(building: Building) -> StoryQuerySet:
    near = Q(building__neighbourhood=building.neighbourhood_id)
    everybody = Q(pk__in=Story.objects.for_everybody().values("pk"))
    return Story.objects.published().filter(near | everybody)


def with_takers(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Annotate ``takers``. Matters that were given up do not count."""
    going_on = ~Q(taken_up__matter__stage=Stage.DROPPED)
    return stories.annotate(  # type: ignore[no-redef]  # declared on the model
        takers=Count("taken_up", filter=going_on & Q(taken_up__isnull=False))
    )


def has_story(matter: Matter) -> bool:
    return Story.objects.filter(matter=matter).exists()


def matters_with_source() -> MatterQuerySet:
    """Return matters with the story from which each was begun."""
    return Matter.objects.select_related("taken_from")


def _listed(stories: StoryQuerySet) -> QuerySet[Story]:
    return with_takers(stories).select_related("building")


def _kinds(stories: StoryQuerySet) -> list[str]:
    named = stories.exclude(kind_name="").order_by("kind_name")
    return list(named.values_list("kind_name", flat=True).distinct()[:MAX_KINDS])
