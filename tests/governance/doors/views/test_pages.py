from __future__ import annotations

import re

import pytest
from django.urls import reverse

from governance.doors.actions.knocking import record_knock, record_told
from governance.doors.actions.sharing import assign_doors
from tests.factories import ConsentFactory, HouseholdFactory, OfficeFactory, SlipFactory
from tests.factories.canvass import (
    add_owner_of_home,
    make_open_canvass,
    make_owner,
    record_paper_answer_for,
    voice_of,
)

pytestmark = pytest.mark.django_db
PERSONAS = ("leader", "core", "volunteer", "resident", "staff", "neighbour", "visitor")
LIST = reverse("doors:list", args=["114"])


def to(home, name="door", *more):
    return reverse(f"doors:{name}", args=["114", home.flat_id, *more])


def cells(page):
    """Return the words of the doors on the list, by room."""
    found = re.findall(
        r'<a\s+class="([\w-]+)"\s+href="[^"]+"\s+data-door="(\w+)"\s*><b>\w+</b><span class="word">(.*?)</span>',
        page.content.decode(),
    )
    return {room: (state, word) for state, room, word in found}


@pytest.mark.parametrize(
    ("persona", "code"), list(zip(PERSONAS, (200, 200, 200, 403, 200, 404, 302), strict=True))
)
def test_who_goes_from_door_to_door(enter, tell, household, persona, code):
    client = enter(persona)
    codes = [client.get(url).status_code for url in (LIST, to(household))]
    assert codes == [code, code]


def test_the_list_says_how_each_door_is(enter, building, canvass, tell, household, leader, core):
    slip_home = HouseholdFactory(building=building)
    SlipFactory(building=building, household=slip_home)
    owner = make_owner(building, rooms=("808",), lived_in=False)
    record_knock(household.flat, household, outcome="not_in", by=core)
    home = leader.memberships.get().household
    record_told(home.flat, home, tell, by=core)
    page = enter("core").get(LIST)
    found = cells(page)
    assert found[household.flat.room] == ("out", "不在家")
    assert found[home.flat.room] == ("todo", "1件")
    assert found[slip_home.flat.room] == ("todo", "1件")
    assert found[owner.ownerships.get().flat.room] == ("ok", "好了")
    assert "敲过" in page.content.decode()
    left = sum(state != "ok" for state, _word in found.values())
    assert f"敲门：还剩{left}家" in page.content.decode()
    by_left = cells(enter("core").get(LIST + "?sort=left"))
    assert by_left == found


def test_owners_who_live_elsewhere_are_listed_as_such(enter, building, leader):
    add_owner_of_home(leader.memberships.get().household)
    make_owner(building, rooms=("201",))
    make_owner(building, rooms=("301",), lived_in=False)
    make_open_canvass(building, leader, preset="everyone", electorate="owners")
    client = enter("leader")
    found = cells(client.get(LIST))
    assert (found["201"], found["301"]) == (("todo", "1件"), ("elsewhere", "不住这"))
    flat = building.flats.get(room="301")
    page = client.get(reverse("doors:door", args=["114", flat.pk])).content.decode()
    assert "不住这" in page
    form = re.search(r'"(/b/114/canvass/\d+/doors/\d+/answer/)"', page)[1]
    assert form in client.get(LIST).content.decode(), "phones keep it"
    door = reverse("doors:door", args=["114", flat.pk])
    assert f'class="back" href="{door}"' in " ".join(client.get(form).content.decode().split())


def test_the_page_of_a_door_asks_for_all_that_is_open(enter, canvass, tell, household, core):
    page = enter("core").get(to(household)).content.decode()
    assert page.count("data-ask=") == 2
    assert ("明天停水" in page, "同意这份楼组公约吗？" in page) == (True, True)
    assert to(household, "told", tell.pk) in page
    record_told(household.flat, household, tell, by=core)
    page = enter("core").get(to(household)).content.decode()
    assert "✓ 明天停水" in page
    assert "按错了，撤回" in page


def test_a_number_is_shown_as_far_as_its_owner_agreed(enter, tell, household, resident):
    resident.phone = "13912345678"
    resident.save()
    assert resident.phone not in enter("core").get(to(household)).content.decode()
    page = enter("leader").get(to(household)).content.decode()
    assert (resident.phone in page, "的号码" in page) == (False, True)
    type(resident).objects.filter(pk=resident.pk).update(shows_name=True)
    ConsentFactory(user=resident, kind="phone")
    page = enter("core").get(to(household)).content.decode()
    assert "tel:13912345678" in page


def test_the_pages_cost_the_same_for_many_doors_and_questions(
    enter, building, leader, tell, household, django_assert_num_queries
):
    client = enter("core")
    for url, number in ((LIST, 10), (to(household), 13)):
        client.get(url)
        with django_assert_num_queries(number):
            client.get(url)
    for _n in range(3):
        home = HouseholdFactory(building=building)
        record_knock(home.flat, home, outcome="not_in", by=leader)
        make_open_canvass(building, leader)
    for url, number in ((LIST, 10), (to(household), 13)):
        with django_assert_num_queries(number):
            client.get(url)


def section_of(page, thing) -> str:
    """Return the section of a question on the page of a door."""
    return re.search(rf'data-ask="canvass.canvass:{thing.pk}".*?</section>', page, re.DOTALL)[0]


def test_a_tap_is_taken_back_where_it_was_pressed(enter, canvass, tell, household, core):
    """The address after a tap, and after it was taken back, leads there, too."""
    client = enter("core")
    answer = client.post(to(household, "told", tell.pk), {"outcome": "told"})
    url, _sharp, anchor = answer["Location"].partition("#")
    page = client.get(url).text
    assert re.search(rf'<section\s+id="{anchor}"[^>]*data-ask="canvass.canvass:{tell.pk}"', page)
    undo = ["撤回" in section_of(page, one) for one in (tell, canvass)]
    assert (undo, page.count("按错了，撤回")) == ([True, False], 2)  # one is for taps that wait
    client.post(to(household, "knock"), {"outcome": "not_in"})
    page = client.get(url).text
    assert "撤回" not in section_of(page, tell)


@pytest.mark.parametrize("outcome", ["note", "not_in"])
def test_another_door_offers_to_take_back_only_what_led_on_to_it(
    enter, building, tell, household, outcome
):
    client, other = enter("core"), HouseholdFactory(building=building)
    client.post(to(household, "knock"), {"outcome": outcome, "note": "晚上再来"})
    assert f"刚才记了{household.flat}" in client.get(to(household)).text
    assert (f"刚才记了{household.flat}" in client.get(to(other)).text) == (outcome == "not_in")


def test_every_page_counts_the_doors_alike(enter, building, tell, household, leader, core):
    """The list, its floors, the home page and the sheet leave out the doors at which knocking is of
    no use. The helper lives elsewhere, because one's own home is none of the doors given to one."""
    helper = OfficeFactory(kind="volunteer", building=building).user
    let_be, done = (HouseholdFactory(building=building) for _n in range(2))
    for home in building.households.all():
        add_owner_of_home(home)
    make_owner(building, rooms=("808",), lived_in=False)
    make_open_canvass(building, leader, preset="everyone", electorate="owners")
    make_open_canvass(building, leader, purpose="tell", preset="tell", question="停电")
    record_knock(let_be.flat, let_be, outcome="refused", by=leader)
    flats = list(building.flats.values_list("pk", flat=True))
    assign_doors(building, flats, helper=helper, by=leader)
    client = enter("core")
    client.force_login(helper)
    pages = {url: client.get(url).text for url in (LIST, LIST + "?mine=1", "/b/114/")}
    counted = [re.search(r"敲门：还剩(\d+)家", pages[url])[1] for url in (LIST, LIST + "?mine=1")]
    counted += re.findall(r"请您去敲 (\d+) 家的门", pages["/b/114/"])
    rows = client.get(reverse("doors:enter_sheet", args=["114"])).text.count("<legend>")
    done_and_all = [
        tuple(map(int, x.split("/"))) for x in re.findall(r'"meta"\s*>(\d+/\d+)<', pages[LIST])
    ]
    by_floors = sum(every - ready for ready, every in done_and_all)
    assert {*counted, str(rows), str(by_floors)} == {counted[0]}
    assert (len(flats) > rows > 0, done.flat.pk in flats) == (True, True)


def test_what_is_read_out_is_the_text_alone(enter, building, leader, household, volunteer):
    """It may be handed over: nobody's answer, home or reason, and no button of the reader's own."""
    other = HouseholdFactory(building=building)
    canvass = make_open_canvass(building, leader, body="楼道不堆物。", question="签公约吗？")
    record_paper_answer_for(canvass, voice_of(canvass, household), "object", by=leader)
    client = enter("volunteer")
    read = reverse("canvass:text", args=["114", canvass.pk])
    assert read in client.get(to(other)).text
    assert read in client.get(LIST).text, "phones keep it from there"
    answer = client.get(read)
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)[0]
    assert answer["X-Offline"]
    assert ("楼道不堆物。" in main, "签公约吗？" in main) == (True, True)
    others = [str(home.flat) for home in building.households.all()]
    assert [words for words in (*others, "您家", "<form", "意见", "答复") if words in main] == []
