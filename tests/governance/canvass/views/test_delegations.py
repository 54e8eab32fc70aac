"""Pages on which a home lets a neighbour answer for it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from governance.canvass.actions import answering, delegating
from governance.canvass.actions.delegating import accept_delegation
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import AnswerInput, RewordInput
from governance.canvass.models import Answer, Delegation
from residents.joining.actions.joining import move_out
from tests.architecture.requests import body_of
from tests.factories import HouseholdFactory, MembershipFactory, OfficeFactory
from tests.factories.canvass import (
    SECRET,
    enter_delegation_for,
    make_delegation,
    make_open_canvass,
    make_sheet,
    photo,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.canvass import canvass_url as to
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour_home(building):
    """A home with one member who may answer at the opening."""
    return MembershipFactory(household=HouseholdFactory(building=building))


@pytest.fixture
def canvass(neighbour_home, canvass):
    """The open canvass asks the neighbour's home, too."""
    return canvass


@pytest.fixture
def proxy(neighbour_home, canvass):
    return voice_of(canvass, neighbour_home.household)


@pytest.fixture
def other(enter, neighbour_home):
    """Sign in as the member of the neighbour's home."""

    def sign_in():
        client = enter("resident")
        client.force_login(neighbour_home.user)
        return client

    return sign_in


PAGE = 10
"""Statements of the page of a question, as without delegations."""


def text(response):
    return response.content.decode()


def test_a_home_gives_a_neighbour_accepts_and_answers_and_the_record_says_so(
    enter, canvass, voice, resident, proxy, other
):
    client = enter("resident")
    assert "自己答不了？委托给邻居" in text(client.get(to(canvass)))
    given = {"proxy": proxy.number, "says": "agree", "version": "1"}
    confirm = client.post(to(canvass, "delegate"), given)
    assert (confirm.status_code, Delegation.objects.count()) == (200, 0)
    assert "照我家说的答：同意" in text(confirm)
    sent = client.post(to(canvass, "delegate"), {**given, "do": "offer"})
    delegation = Delegation.objects.get()
    assert sent["Location"] == to(canvass, "delegation", delegation.pk)
    assert "等他们答应" in text(client.get(to(canvass)))

    client = other()
    assert "还有邻居想委托您家答" in text(client.get("/b/114/"))
    assert "看一看，回个话" in text(client.get(to(canvass)))
    client.post(to(canvass, "delegation", delegation.pk), {"do": "accept"})
    assert f"替{voice.label}回答" in text(client.get(to(canvass)))
    form = to(canvass, "answer") + f"?voice={voice.number}"
    page = text(client.get(form))
    assert "只能照这样答" in page
    assert "不同意" not in page
    client.post(form, {"choice": "object", "reason": "不"})
    answer = Answer.objects.get()
    assert (answer.voice, answer.choice, answer.delegation) == (voice, "agree", delegation)

    client = enter("resident")
    said = f"由{proxy.label}受委托答的"
    assert said in text(client.get(to(canvass)))
    assert said in text(client.get(to(canvass, "voice", voice.number)))
    assert f"{proxy.label}受您家委托答了：同意" in text(client.get("/b/114/"))
    assert f"委托了{proxy.label}" in text(enter("leader").get(to(canvass)))


def test_a_text_that_changed_is_shown_before_the_delegation_is_sent_again(
    enter, canvass, voice, resident, proxy, leader
):
    client, url = enter("resident"), to(canvass, "delegate")
    body = "不在楼道堆物，也不充电。"
    new = RewordInput(version=1, body=body, material=True, reason="补充")
    reword_canvass(canvass, new, by=leader)
    typed = {"proxy": proxy.number, "says": "object", "reason": "吵", "version": "1"}
    page = client.post(url, {**typed, "do": "offer"})
    said = ("文字刚改过", body, "吵", to(canvass, "versions"))
    assert [words in page.text for words in said] == [True] * 4
    again = {**typed, "version": page.context["form"]["version"].value(), "do": "offer"}
    assert client.post(url, again).status_code == 302
    assert Delegation.objects.get().version == 2


def test_a_proxy_who_may_decide_answers_in_two_steps(
    canvass, voice, resident, proxy, other, neighbour_home
):
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    client, form = other(), to(canvass, "answer") + f"?voice={voice.number}"
    assert "他们说由您家看着答" in text(client.get(form))
    assert f"受{voice.label}的委托" in text(client.post(form, {"choice": "agree", "version": "1"}))
    client.post(form, {"choice": "agree", "version": "1", "do": "answer"})
    assert Answer.objects.get().voice == voice
    assert "您家替他们答的" in text(client.get(to(canvass)))


def test_the_options_of_a_question_may_be_named(
    enter, building, leader, household, resident, neighbour_home, other
):
    canvass = make_option_canvass(building, leader)
    voice, proxy = voice_of(canvass, household), voice_of(canvass, neighbour_home.household)
    given = {"proxy": proxy.number, "says": "told", "version": "1", "do": "offer"}
    client = enter("resident")
    assert "还没有选" in text(client.post(to(canvass, "delegate"), given))
    client.post(to(canvass, "delegate"), {**given, "pick": "2"})
    delegation = Delegation.objects.get()
    assert (delegation.choice, delegation.picks) == ("picked", [2])
    client = other()
    client.post(to(canvass, "delegation", delegation.pk), {"do": "accept"})
    client.post(to(canvass, "answer") + f"?voice={voice.number}")
    assert Answer.objects.get().picks == [2]


def test_only_both_homes_and_helpers_see_a_delegation(
    enter, canvass, voice, resident, proxy, other, building
):
    delegation = make_delegation(canvass, voice, proxy, by=resident, choice="object", reason="怕吵")
    url = to(canvass, "delegation", delegation.pk)
    for client in (enter("resident"), other(), enter("leader"), enter("volunteer"), enter("staff")):
        assert "怕吵" in text(client.get(url))
    client = enter("resident")
    client.force_login(MembershipFactory(household=HouseholdFactory(building=building)).user)
    assert client.get(url).status_code == 404
    assert client.post(url, {"do": "accept"}).status_code == 404
    assert "怕吵" not in text(client.get(to(canvass)))
    assert enter("neighbour").get(url).status_code == 404


def test_helpers_see_it_and_take_no_step(enter, canvass, voice, resident, proxy):
    delegation = make_delegation(canvass, voice, proxy, by=resident)
    for step in ("accept", "decline", "withdraw"):
        answer = enter("leader").post(
            to(canvass, "delegation", delegation.pk), {"do": step}, follow=True
        )
        assert "能代表您家" in text(answer)
    assert Delegation.objects.get().state == "offered"


def test_what_the_proxy_sees_of_the_other_home_is_the_delegation_alone(
    canvass, voice, resident, proxy, other, neighbour_home
):
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    client = other()
    assert client.get(to(canvass, "voice", voice.number)).status_code == 403
    assert "现在的答复" not in text(client.get(to(canvass, "answer") + f"?voice={voice.number}"))


def test_without_a_valid_delegation_nobody_answers_for_a_neighbour_or_by_mistake_for_oneself(
    canvass, voice, proxy, other, resident, neighbour_home
):
    """The neighbour may answer while the page of the proxy is open."""
    make_delegation(canvass, voice, proxy, by=resident)  # not accepted
    client, form = other(), to(canvass, "answer") + f"?voice={voice.number}"
    data = {"choice": "agree", "version": "1", "do": "answer"}
    assert "您家还没有答应。这次没有记上" in text(client.post(form, data, follow=True))
    delegating.accept_delegation(canvass, Delegation.objects.get(), by=neighbour_home.user)
    own = AnswerInput(choice="abstain")
    answering.answer_on_web(canvass, voice, own, by=resident)
    late = text(client.post(form, {**data, "once": "x"}, follow=True))
    assert f"{voice.label}自己答了，委托不算了。这次没有记上" in late
    assert [answer.choice for answer in Answer.objects.all()] == ["abstain"]


@pytest.mark.parametrize("asks", [SECRET, {"purpose": "tell", "preset": "tell"}])
def test_where_nothing_is_delegated_no_page_offers_it(
    enter, building, leader, resident, neighbour_home, asks
):
    canvass = make_open_canvass(building, leader, **asks)
    client = enter("resident")
    assert "委托给邻居" not in text(client.get(to(canvass)))
    assert "不能委托" in text(client.get(to(canvass, "delegate"), follow=True))


def test_a_home_that_answered_is_not_offered_it(enter, canvass, voice, resident):
    client = enter("resident")
    client.post(to(canvass, "answer"), {"choice": "agree", "version": "1", "do": "answer"})
    assert "委托给邻居" not in text(client.get(to(canvass)))


def test_a_home_that_answers_for_another_is_not_offered_it(
    canvass, voice, resident, proxy, neighbour_home, other
):
    delegation = make_delegation(canvass, voice, proxy, by=resident)
    client = other()
    assert "委托给邻居" in text(client.get(to(canvass)))
    delegating.accept_delegation(canvass, delegation, by=neighbour_home.user)
    assert "委托给邻居" not in text(client.get(to(canvass)))


def test_what_was_chosen_stays_where_it_is_refused(
    enter, canvass, voice, resident, proxy, neighbour_home
):
    client = enter("resident")
    given = {"proxy": proxy.number, "says": "object", "version": "1", "do": "offer"}
    page = text(client.post(to(canvass, "delegate"), given))
    assert "不同意的，请写一句为什么" in page
    make_delegation(canvass, voice, proxy, by=resident)
    page = text(client.post(to(canvass, "delegate"), {**given, "reason": "怕吵"}))
    assert "已经委托了一家" in page
    assert "怕吵" in page


def test_the_number_of_statements_does_not_grow_with_delegations(
    enter, canvass, voice, resident, proxy, neighbour_home, django_assert_num_queries
):
    client = enter("resident")
    client.get(to(canvass))
    with django_assert_num_queries(PAGE):
        client.get(to(canvass))
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    with django_assert_num_queries(PAGE):
        client.get(to(canvass))


def test_a_helper_enters_a_mandate_and_a_second_person_checks_it_beside_the_photo(
    enter, canvass, voice, resident, proxy, leader, counter
):
    client = enter("leader")
    page = text(client.get(to(canvass, "voice", voice.number)))
    assert to(canvass, "enter_delegation", voice.number) in page
    form = {"proxy": proxy.number, "says": "object", "reason": "怕吵", "version": "1"}
    paper = {"signer": "王阿姨", "relation": "self"}
    url = to(canvass, "enter_delegation", voice.number)
    assert "王阿姨" in text(client.post(url, {**form, **paper}))  # without a photo
    file = SimpleUploadedFile("a.jpg", photo().content.jpeg, "image/jpeg")
    assert client.post(url, {**form, **paper, "mandate": file}).status_code == 302
    delegation = Delegation.objects.get()
    waiting = reverse("canvass:answers_to_check", args=["114"])
    assert "您登记的，要另一位来核对" in text(client.get(waiting))
    client.force_login(counter)
    mandate = to(canvass, "delegation_mandate", delegation.pk)
    assert mandate in text(client.get(waiting))
    assert body_of(client.get(mandate))[:2] == b"\xff\xd8"
    done = client.post(to(canvass, "delegation", delegation.pk), {"do": "check", "next": "1"})
    assert done["Location"] == waiting
    assert Delegation.objects.get().state == "accepted"
    assert "还没有等核对" not in text(client.get(waiting))
    assert f"委托{proxy.label}" in text(client.get(to(canvass, "voice", voice.number)))


def test_the_photo_of_a_mandate_is_for_both_homes_and_helpers(
    enter, canvass, voice, proxy, other, leader, building, resident
):
    delegation = enter_delegation_for(canvass, voice, proxy, by=leader)
    url = to(canvass, "delegation_mandate", delegation.pk)
    for client in (enter("resident"), other(), enter("volunteer"), enter("staff")):
        assert body_of(client.get(url)) == photo().content.jpeg
    client.force_login(MembershipFactory(household=HouseholdFactory(building=building)).user)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("persona", "status"), [("leader", 200), ("volunteer", 200), ("staff", 200), ("resident", 403)]
)
def test_helpers_print_the_blank_mandate_with_the_law(enter, canvass, leader, persona, status):
    response = enter(persona).get(to(canvass, "blank_mandate"))
    assert response.status_code == status
    assert ("第18条" in text(response)) == (status == 200)


def test_at_the_door_it_says_who_answers_for_the_home(
    enter, canvass, voice, resident, proxy, neighbour_home, leader
):
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    door = reverse("doors:door", args=["114", voice.flats.get().flat_id])
    page = text(enter("leader").get(door))
    assert f"这户委托了{proxy.label}" in page


def test_at_the_door_of_the_proxy_it_says_for_whom_it_answers(
    enter, canvass, voice, resident, proxy, neighbour_home, leader
):
    delegation = make_delegation(
        canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user
    )
    door = reverse("doors:door", args=["114", proxy.flats.get().flat_id])
    bring = f"{to(canvass, 'bring', voice.number)}?relation=proxy"
    client = enter("leader")
    page = text(client.get(door))
    assert f"这户受{voice.label}的委托" in page
    assert bring in page
    delegating.answer_as_proxy(
        canvass, delegation, AnswerInput(choice="agree"), by=neighbour_home.user
    )
    assert bring not in text(client.get(door))


def test_a_helper_says_that_the_proxy_signed_where_there_is_one(
    enter, canvass, voice, resident, proxy, neighbour_home, leader
):
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    client = enter("leader")
    signed = f"受这家委托的{proxy.label}"
    assert signed not in text(client.get(to(canvass, "bring", proxy.number)))
    url = to(canvass, "bring", voice.number)
    assert signed in text(client.get(url))
    file = SimpleUploadedFile("a.jpg", photo().content.jpeg, "image/jpeg")
    paper = {"channel": "door", "signer": "老王", "relation": "proxy", "evidence": file}
    client.post(url, {"choice": "agree", **paper})
    assert Answer.objects.get().delegation.proxy == proxy
    page = text(client.get(to(canvass, "voice", voice.number)))
    assert f"由{proxy.label}受委托答的" in page


def test_a_row_of_a_sheet_may_be_signed_by_the_proxy(
    enter, canvass, voice, resident, proxy, neighbour_home, leader
):
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    sheet = make_sheet(canvass, by=leader)
    client, url = enter("leader"), to(canvass, "sheet_table", sheet.pk)
    assert f"委托了{proxy.label}，还没有替他们答" in text(client.get(url))
    client.post(url, {"again": str(voice.number)})
    assert f"受这家委托的{proxy.label}" in text(client.get(url))
    row = {"choice": "agree", "signer": "老王", "relation": "proxy"}
    client.post(url, {**{f"v{voice.number}-{k}": v for k, v in row.items()}, "enter": "1"})
    assert Answer.objects.get().delegation.proxy == proxy
    OfficeFactory(user=neighbour_home.user, building=canvass.building, kind="core")
    client.force_login(neighbour_home.user)
    check = to(canvass, "check_sheet", sheet.pk)
    assert "老王" not in text(client.get(check))  # left to others
    client.post(check, {"do": "all", "seen": str(Answer.objects.get().pk)})
    assert not Answer.objects.get().confirmations.exists()


def test_a_home_that_nobody_is_left_in_answers_no_more_and_newcomers_see_nothing_of_it(
    enter, canvass, voice, resident, proxy, neighbour_home, leader, client
):
    given = make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    move_out(neighbour_home, by=leader)
    page = text(enter("resident").get(to(canvass, "delegation", given.pk)))
    assert f"{proxy.label}现在没有人能替{voice.label}答" in page
    assert "请您家表态" in text(enter("resident").get("/b/114/"))
    newcomer = MembershipFactory(household=neighbour_home.household).user
    client.force_login(newcomer)
    assert f"替{voice.label}" not in text(client.get(to(canvass)))
    assert "邻居的委托" not in text(client.get("/b/114/"))


def test_who_joined_later_is_offered_nothing_that_only_the_others_may_do(
    canvass, voice, resident, proxy, neighbour_home, client
):
    late = MembershipFactory(household=neighbour_home.household).user
    given = make_delegation(canvass, voice, proxy, by=resident)
    client.force_login(late)
    for accepted in (False, True):
        if accepted:
            accept_delegation(canvass, given, by=neighbour_home.user)
        page = text(client.get(to(canvass, "delegation", given.pk)))
        assert "答应，替他们答" not in page
        assert f"替{voice.label}回答" not in page
        assert f"替{voice.label}" not in text(client.get(to(canvass)))
        assert "邻居" not in todo(text(client.get("/b/114/")))


def todo(page):
    return page.partition('id="todo"')[2].partition("</section>")[0]


def test_a_page_that_is_out_of_date_says_why_it_counts_no_more_and_says_it_once(
    enter, canvass, voice, resident, proxy, other, neighbour_home, leader
):
    given = make_delegation(canvass, voice, proxy, by=resident)
    client = other()
    form = to(canvass, "answer") + f"?voice={voice.number}"
    early = text(client.get(form, follow=True))
    assert "您家还没有答应" in early
    assert "没有记上" not in early
    accept_delegation(canvass, given, by=neighbour_home.user)
    new = RewordInput(version=1, body="不充电。", material=True, reason="补充")
    reword_canvass(canvass, new, by=leader)
    sent = client.post(form, {"choice": "agree"}, headers={"referer": f"http://testserver{form}"})
    sent = client.get(
        sent["Location"], follow=True, headers={"referer": f"http://testserver{form}"}
    )
    page = text(sent)
    assert page.count("文字改了，委托不算了") == 1
    assert page.count("没有记上") == 1
    assert "文字改了" in text(client.get(to(canvass, "delegation", given.pk)))


def test_a_mandate_on_paper_names_its_text_and_one_of_an_earlier_text_is_refused(
    enter, canvass, voice, proxy, leader
):
    """The ticks of an earlier text may belong to other options."""
    client, url = enter("leader"), to(canvass, "enter_delegation", voice.number)
    assert "纸上印的是第几稿" in text(client.get(url))
    new = RewordInput(version=1, body="不充电。", material=True, reason="补充")
    reword_canvass(canvass, new, by=leader)
    paper = {"signer": "王阿姨", "relation": "self"}
    form = {"proxy": proxy.number, "says": "agree", **paper}
    for version, why in {"1": "第1稿的，文字后来改了", "3": "没有这一稿文字"}.items():
        file = SimpleUploadedFile("a.jpg", photo().content.jpeg, "image/jpeg")
        page = client.post(url, {**form, "version": version, "mandate": file})
        assert why in text(page)
    assert client.post(url, form).context["form"].errors["version"]
    assert not Delegation.objects.exists()
    file = SimpleUploadedFile("a.jpg", photo().content.jpeg, "image/jpeg")
    client.post(url, {**form, "version": "2", "mandate": file})
    assert Delegation.objects.get().version == 2


@pytest.mark.parametrize(
    ("kind", "picked", "named"),
    [
        ("one", {"pick": "2"}, "2. "),
        ("several", {"pick": ["1", "2"]}, "1. "),
        ("each", {"item_1": "agree", "item_2": "object"}, "1. "),
    ],
)
def test_a_pick_with_an_instruction_to_decide_is_asked_about(
    enter, building, leader, household, resident, neighbour_home, kind, picked, named
):
    asks = {} if kind == "one" else {"preset": "residents_meeting"}
    asks |= {"seats": 2, "labels": ("甲", "乙", "丙")} if kind == "several" else {}
    canvass = make_option_canvass(building, leader, kind=kind, **asks)
    proxy = voice_of(canvass, neighbour_home.household)
    client, url = enter("resident"), to(canvass, "delegate")
    given = {"proxy": proxy.number, "says": "free", "version": "1"}
    page = client.post(url, {**given, **picked, "do": "offer"})
    assert f"下面又选了：{named}" in text(page)
    form = page.context["form"]
    assert not any({*form[name].value()} - {""} for name in picked)
    assert not Delegation.objects.exists()
    client.post(url, {**given, "do": "offer"})
    assert Delegation.objects.get().choice == ""


def test_the_proxy_reads_that_its_answer_differs_from_another_and_does_not_count(
    canvass, voice, resident, proxy, other, neighbour_home, leader
):
    given = make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    record_paper_answer_for(canvass, voice, "object", by=leader)
    client, form = other(), to(canvass, "answer") + f"?voice={voice.number}"
    said = {"choice": "agree", "do": "answer", "version": "1", "seen": str(9**9)}
    assert "有出入，暂时都不算" in text(client.post(form, said, follow=True))
    for page in (to(canvass), to(canvass, "delegation", given.pk)):
        shown = text(client.get(page))
        assert "两份不一样的答复，暂时都不算" in shown
        assert "您家替他们答的" not in shown
        assert "怕吵" not in shown


def test_a_paper_asks_the_proxy_for_no_word_that_it_cannot_give(
    canvass, voice, proxy, other, leader
):
    enter_delegation_for(canvass, voice, proxy, by=leader)
    page = text(other().get(to(canvass)))
    assert "在纸上委托了您家，等第二个人核对" in page
    assert "回个话" not in page


def test_whose_home_signed_for_a_neighbour_is_not_asked_to_check_it(
    canvass, voice, resident, proxy, neighbour_home, leader, building, counter, client
):
    make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    record_paper_answer_for(canvass, voice, "agree", by=leader, relation="proxy")
    OfficeFactory(user=neighbour_home.user, building=building, kind="core")
    pages = (reverse("canvass:answers_to_check", args=["114"]), to(canvass, "voice", voice.number))
    for user, asked in (
        (neighbour_home.user, False),
        (counter, True),
    ):
        client.force_login(user)
        assert [("对过了，是这样" in text(client.get(page))) for page in pages] == [asked] * 2


def test_who_takes_the_answer_of_the_proxy_back_has_not_answered(
    enter, canvass, voice, resident, proxy, neighbour_home
):
    given = make_delegation(canvass, voice, proxy, by=resident, accepted_by=neighbour_home.user)
    said = AnswerInput(choice="agree")
    answer = delegating.answer_as_proxy(canvass, given, said, by=neighbour_home.user)
    back = AnswerInput(choice="taken_back", seen=answer.pk)
    answering.answer_on_web(canvass, voice, back, by=resident)
    page = text(enter("resident").get(to(canvass, "delegation", given.pk)))
    assert f"{voice.label}收回了答复" in page
    assert "自己答了，委托" not in page
