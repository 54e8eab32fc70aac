from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse

from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.canvass.models import Answer
from governance.doors.models import Knock
from tests.factories.canvass import (
    make_open_canvass,
    move_past_deadline,
    photo,
    record_paper_answer_for,
    voice_of,
)
from tests.factories.options import make_option_canvass

pytestmark = pytest.mark.django_db


def to(home):
    return reverse("doors:answer", args=["114", home.flat_id])


def paper(**more):
    file = io.BytesIO(photo().content.jpeg)
    file.name = "a.jpg"
    return {"signer": "王秀英", "relation": "self", "evidence": file, **more}


def as_kept(client) -> dict[str, str]:
    return {"X-Kept-By": client.session["_auth_user_id"]}


def chosen(page):
    return len(re.findall(r'<input[^>]* name="choice[^>]* checked', page))


@pytest.fixture
def asked(building, leader, canvass):
    """Two questions of yes or no, and besides them a notice and a secret vote."""
    make_open_canvass(
        building, leader, purpose="vote", preset="residents_meeting", secret=True, question="推选"
    )
    other = make_open_canvass(building, leader, purpose="hear", preset="tell", question="换灯")
    return canvass, other


@pytest.mark.parametrize(
    ("persona", "code"),
    [("leader", 200), ("core", 200), ("resident", 403), ("staff", 200), ("neighbour", 404)],
)
def test_who_enters_answers(enter, asked, household, persona, code):
    assert enter(persona).get(to(household)).status_code == code


def test_what_one_paper_says_is_entered_at_once(enter, asked, household, core):
    first, second = asked
    client = enter("core")
    page = client.get(to(household) + f"?about={first.pk}&choice=agree").content.decode()
    assert ("推选" in page, "明天停水" in page, "换灯" in page) == (False, False, True)
    assert chosen(page) == 2  # agree to the first, not answered yet the second
    choices = {f"choice-{first.pk}": "agree", f"choice-{second.pk}": "object"}
    client.post(to(household), paper(**choices, **{f"reason-{second.pk}": "太亮"}))
    found = Answer.objects.order_by("voice__canvass")
    assert [(a.choice, a.reason, a.signer, a.channel) for a in found] == [
        ("agree", "", "王秀英", "door"),
        ("object", "太亮", "王秀英", "door"),
    ]
    assert len({answer.evidence.name for answer in found}) == 1, "one paper is stored once"
    assert not any(answer.on_sheet for answer in found)
    with found[1].evidence.open() as file:
        assert file.read()
    assert Knock.objects.get().outcome == "answered"
    door = client.get(reverse("doors:door", args=["114", household.flat_id])).content.decode()
    assert door.count("有答复了") == 2


def test_the_question_whose_answer_is_changed_is_in_sight(enter, asked, household, core, leader):
    first, second = asked
    for one in asked:
        voice = voice_of(one, household)
        record_paper_answer_for(one, voice, "agree", by=core, checked_by=leader)
    client = enter("core")

    def folded(query):
        page = client.get(to(household) + query).text
        assert page.count(f'name="choice-{first.pk}"') == 4
        return re.findall(
            r'name="choice-(\d+)" value="agree"', page.partition('class="answered"')[2]
        )

    assert set(folded("")) == {str(first.pk), str(second.pk)}
    assert folded(f"?about={first.pk}") == [str(second.pk)]


def test_bad_input_records_nothing_and_keeps_what_was_typed(enter, asked, household, core):
    first, second = asked
    client = enter("core")
    choices = {f"choice-{first.pk}": "agree", f"choice-{second.pk}": "object"}
    page = client.post(to(household), paper(**choices)).content.decode()
    assert ("请写一句为什么" in page, "王秀英" in page) == (True, True)
    assert chosen(page) == 2
    assert not Answer.objects.exists()
    without = paper(**{f"choice-{first.pk}": "agree"})
    del without["evidence"]
    assert "签了字的纸" in client.post(to(household), without).content.decode()
    nothing = client.post(to(household), paper()).content.decode()
    assert "请选他家答了的是哪一件" in nothing
    early = paper(**{f"choice-{first.pk}": "agree"}, said_at="2020-01-01T10:00")
    assert "答复的时间要在" in client.post(to(household), early).content.decode()
    assert (Answer.objects.count(), Knock.objects.count()) == (0, 0)


def test_a_question_that_ended_meanwhile_is_named_and_the_others_are_recorded(
    enter, asked, household, core
):
    first, second = asked
    move_past_deadline(first)
    client = enter("core")
    choices = {f"choice-{first.pk}": "agree", f"choice-{second.pk}": "agree"}
    page = client.post(to(household), paper(**choices), follow=True).content.decode()
    assert "“同意这份楼组公约吗？”已经截止了，这件没有记上。" in page
    assert Answer.objects.get().voice.canvass == second
    move_past_deadline(second)
    response = client.post(to(household), paper(**choices, once="x"), headers=as_kept(client))
    assert response.status_code == 422
    assert response.content.decode().count("已经截止了") == 2


def test_a_phone_sends_twice_late_and_of_an_older_text(enter, asked, household, core, leader):
    first, _second = asked
    new = RewordInput(version=1, body="新的条文", material=True, reason="补充")
    reword_canvass(first, new, by=leader)
    client = enter("core")
    said = {
        f"choice-{first.pk}": "agree",
        f"version-{first.pk}": "1",
        "once": "abc",
    }
    clock = {"X-Kept-At": "1925000000", "X-Kept-Now": "1925000600"}  # in 2031, ten minutes later
    headers = as_kept(client) | clock
    codes = [
        client.post(to(household), paper(**said), headers=headers).status_code for _n in range(2)
    ]
    answer = Answer.objects.get()
    assert (codes, answer.version) == ([204, 204], 1)
    assert answer.said_at.year != 2031
    typed = paper(**{**said, "said_at": "2031-01-01T10:00", "once": "x"})
    assert "这个时候还没到" in client.post(to(household), typed, headers=headers).text
    page = client.get(reverse("doors:door", args=["114", household.flat_id])).content.decode()
    assert "的答复记下了，但是文字已经改了，不算" in page


def test_two_helpers_bring_different_answers_and_the_household_is_asked_again(
    enter, asked, household, core, leader
):
    """Both stand at the door and before the leader, none can be checked, until the household says
    which one counts."""
    canvass, _other = asked
    choice, at_door = f"choice-{canvass.pk}", reverse("doors:door", args=["114", household.flat_id])
    enter("core").post(to(household), paper(**{choice: "agree"}))
    enter("leader").post(to(household), paper(**{choice: "abstain"}))
    agree, abstain = Answer.objects.order_by("pk")
    page = enter("core").get(at_door).text
    assert "两份不一样的答复" in page
    assert re.findall(r"登记：(\w+)", page) == ["同意", "弃权"]
    voice = reverse("canvass:voice", args=["114", canvass.pk, agree.voice.number])
    assert "对过了" not in enter("staff").get(voice).text
    check = reverse("canvass:check", args=["114", canvass.pk, agree.pk])
    assert "先请这家自己定一个" in enter("staff").post(check, follow=True).text
    waiting = reverse("canvass:answers_to_check", args=["114"])
    assert "王秀英" not in enter("staff").get(waiting).text
    settled = paper(**{choice: "agree", f"settles-{canvass.pk}": "on"})
    enter("core").post(to(household), settled)
    assert "两份不一样的答复" not in enter("core").get(at_door).text
    last = Answer.objects.latest("pk")
    assert last.seen == abstain.pk
    enter("staff").post(reverse("canvass:check", args=["114", canvass.pk, last.pk]))
    assert last.voice.current.answer == last


def test_what_has_an_answer_is_not_asked_again_beside_what_is_open(
    enter, asked, household, core, leader
):
    first, _second = asked
    record_paper_answer_for(first, voice_of(first, household), "agree", by=leader)
    client = enter("core")
    page = client.get(to(household)).text
    fold = re.search(r'<details class="answered">.*?</details>', page, re.DOTALL)[0]
    names = [f'name="choice-{one.pk}"' for one in asked]
    assert [(name in fold, name in page) for name in names] == [(True, True), (False, True)]
    assert ("不改" in fold, page.count("不改"), page.count("还没答")) == (True, 1, 1)
    client.post(to(household), paper(**{names[1][6:-1]: "agree"}))
    assert Answer.objects.filter(voice__canvass=first).count() == 1
    wrong = client.post(to(household), paper(**{names[0][6:-1]: "object"})).text
    assert '<details class="answered" open>' in wrong, "an error is not folded away"


def test_questions_with_options_are_named_where_the_others_are_entered(
    enter, building, asked, household, leader
):
    options = make_option_canvass(building, leader)
    page = enter("core").get(to(household)).text
    bring = reverse("canvass:bring", args=["114", options.pk, voice_of(options, household).number])
    assert bring in page
