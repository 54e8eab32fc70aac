"""What a reader may not know of answers as what does not exist, whatever is asked of it."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from tests.architecture.requests import JUNK, body_of, post
from tests.architecture.site import INSIDE
from tests.factories import HouseholdFactory
from tests.factories.matters import MatterFactory, PromiseFactory, StewardFactory
from tests.factories.milestones import DocumentFileFactory
from tests.factories.shares import draft_table, pay
from tests.factories.stories import ShownPersonFactory, StoryFactory, StoryPhotoFactory

pytestmark = pytest.mark.django_db
MISSING = 10**9
READERS = ("resident", "volunteer", "core", "deputed")
"""The volunteer looks after the matter."""


def _document(cast):
    file = DocumentFileFactory(
        version__document__matter=_matter(cast), version__document__audience="leaders"
    )
    document = file.version.document
    return {
        "pk": document.matter_id,
        "document": document.pk,
        "version": file.version_id,
        "file": file.pk,
    }


def _promise(cast):
    promise = PromiseFactory(matter=_matter(cast), words="", state="unworded")
    return {"pk": promise.matter_id, "promise": promise.pk}


def _share_draft(cast):
    HouseholdFactory(building=cast.building)
    table = draft_table(_matter(cast), cast["leader"])
    return {"pk": table.matter_id, "number": table.number}


def _story(cast, *, state="draft"):
    story = StoryFactory(matter__building=cast.building, state=state)
    picture = StoryPhotoFactory(story=story)
    person = ShownPersonFactory(story=story, photo=picture)
    return {"pk": story.pk, "photo": picture.pk, "person": person.pk}


def _payment(cast, *, confirmed=True):
    home = HouseholdFactory(building=cast.building)
    return {"entry": pay(_matter(cast), home.flat, 100, confirmed=confirmed).pk, "number": 1}


def _waiting_payment(cast):
    return _payment(cast, confirmed=False)


def _matter(cast):
    matter = MatterFactory(building=cast.building)
    StewardFactory(matter=matter, user=cast["volunteer"])
    return matter


HIDDEN = {
    "document": ("matters", _document),
    "promise": ("matters", _promise),
    "number": ("matters", _share_draft),
    "pk": ("stories", _story),
    "pk ": ("stories", partial(_story, state="withdrawn")),
    "pk  ": ("stories", partial(_story, state="asking")),
    "entry": ("ledger", _payment),
    "entry ": ("ledger", _waiting_payment),
}
"""The parameter that names the hidden thing, and who makes one."""
READ_BY_HELPERS = {"pk  "}
"""What only residents do not know."""


def addresses_of(room, parameter, known):
    """Return the addresses of the thing: all of its room that name it by the parameter."""
    given = {"slug", "size", *known}
    return [
        one
        for one in INSIDE
        if one.name.startswith(f"{room}:")
        and parameter in one.parameters
        and set(one.parameters) <= given
    ]


def ids_of(address, known):
    all_ids = {**known, "slug": "114", "size": "small"}
    return {name: all_ids[name] for name in address.parameters}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nobody_learns_that_it_exists(cast, hidden):
    (room, make), parameter = HIDDEN[hidden], hidden.strip()
    known = make(cast)
    addresses = addresses_of(room, parameter, known)
    assert addresses
    for persona in READERS[:1] if hidden in READ_BY_HELPERS else READERS:
        client = cast.enter(persona)
        for address in addresses:
            ids = ids_of(address, known)
            there, nowhere = (
                reverse(address.name, kwargs=one) for one in (ids, {**ids, parameter: MISSING})
            )
            for ask in (client.get, partial(post, client), partial(post, client, data=JUNK)):
                assert ask(there).status_code == ask(nowhere).status_code, (address.name, persona)


def test_each_way_to_a_hidden_thing_is_walked():
    """Parts of things that all members read, such as steps, are not hidden."""
    read_by_all = {"milestone", "photo", "pk", "slug", "size", "account", "matter"}
    rooms = {room for room, _make in HIDDEN.values()}
    named = {
        parameter
        for one in INSIDE
        if one.name.partition(":")[0] in rooms
        for parameter in one.parameters
    }
    parts = {"version", "file", "person"}
    assert named - read_by_all - parts == {hidden.strip() for hidden in HIDDEN} - {"pk"}


def test_each_address_of_a_story_is_walked(cast):
    named = {one.name for one in INSIDE if one.name.startswith("stories:")}
    walked = {one.name for one in addresses_of("stories", "pk", _story(cast))}
    of_no_story = {"stories:list", "stories:begin", "stories:suggest_articles"}
    assert named - of_no_story == walked


@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_leader_finds_it(cast, hidden):
    (room, make), parameter = HIDDEN[hidden], hidden.strip()
    known = make(cast)
    client, found = cast.enter("leader"), set[int]()
    for one in addresses_of(room, parameter, known):
        response = client.get(reverse(one.name, kwargs=ids_of(one, known)))
        body_of(response)
        found.add(response.status_code)
    assert 200 in found


def test_no_page_of_a_matter_tells_by_its_answer_what_is_hidden(cast):
    """Addresses that name the matter alone answer alike, whether it has drafts or not."""
    bare, full = _matter(cast), _matter(cast)
    HouseholdFactory(building=cast.building)
    draft_table(full, cast["leader"])
    DocumentFileFactory(version__document__matter=full, version__document__audience="leaders")
    PromiseFactory(matter=full, words="", state="unworded")
    addresses = addresses_of("matters", "pk", {"pk"})
    assert len(addresses) > 20
    for persona in READERS:
        client = cast.enter(persona)
        for address in addresses:
            there, without, nowhere = (
                reverse(address.name, kwargs={"slug": "114", "pk": pk})
                for pk in (full.pk, bare.pk, MISSING)
            )
            for ask in (client.get, partial(post, client, data=JUNK)):
                asked = ask(there).status_code
                assert asked == ask(without).status_code, (address.name, persona)
            assert client.get(nowhere).status_code in {404, 405}, address.name
