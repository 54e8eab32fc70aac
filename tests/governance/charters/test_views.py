from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.charters.actions import drafting, life, talking
from governance.charters.actions.talking import Contributor
from governance.charters.inputs import ArticleInput, WriteInput
from governance.charters.models import (
    Comment,
    Draft,
    Edition,
    SignOff,
    Suggestion,
    Support,
    Wording,
)
from governance.charters.queries.drafts import latest_published_draft_of, working_draft_of
from tests.factories.charters import (
    CommentFactory,
    DraftFactory,
    SuggestionFactory,
    WordingFactory,
    end_discussion,
    make_discussed_draft,
    make_draft_being_written,
    make_draft_in_force,
    sign_and_publish,
    wordings_of,
)

pytestmark = pytest.mark.django_db

INSIDERS = ("leader", "core", "deputed", "volunteer", "resident", "staff")
ALL_IN = {**dict.fromkeys(INSIDERS, 200), "neighbour": 404, "visitor": 302}
ONLY_LEADER = {**ALL_IN, **dict.fromkeys(INSIDERS, 403), "leader": 200}
WRITERS = {**ONLY_LEADER, "deputed": 200}
LOCAL = "%Y-%m-%dT%H:%M"


def url(name, *args):
    return reverse(f"charters:{name}", args=["114", *args])


def check(enter, table, name, *args, data=None):
    for persona, status in table.items():
        client = enter(persona)
        response = (
            client.get(url(name, *args)) if data is None else client.post(url(name, *args), data)
        )
        assert response.status_code == status, (persona, name)


@pytest.fixture
def out(building):
    """A charter in force, and an amendment in consultation."""
    make_draft_in_force(building, "爱护公物。")
    return make_discussed_draft(building, "爱护公物，谁坏谁修。", "轻声。")


@pytest.mark.parametrize("name", ["charter", "history", "compare", "under_way", "examples"])
def test_everybody_inside_reads(enter, out, name):
    check(enter, ALL_IN, name)


@pytest.mark.slow
def test_everybody_inside_reads_each_text_and_each_article(enter, out):
    one = wordings_of(out)[0].article_id
    found = SuggestionFactory(edition=out.edition).pk
    for name, args in (
        ("edition", [1]),
        ("print", [1]),
        ("draft", [out.pk]),
        ("article", [one]),
        ("suggest", [one]),
        ("suggestion", [found]),
    ):
        check(enter, ALL_IN, name, *args)


def test_the_leader_takes_the_steps(enter, out):
    for name in ("drop", "offer", "begin", "sign"):
        check(enter, ONLY_LEADER, name)
    check(enter, dict.fromkeys(INSIDERS, 403) | {"leader": 403}, "put_out")
    check(enter, WRITERS, "open_suggestions")


@pytest.mark.slow
def test_those_who_hold_the_pen_write(enter, building, out):
    draft = life.begin_next_draft(out.edition, by=in_office(building))
    one = wordings_of(draft)[0].article_id
    found = SuggestionFactory(edition=out.edition, article_id=one).pk
    for name, args in (
        ("add", []),
        ("preamble", []),
        ("edit", [one]),
        ("split", [one]),
        ("merge", [one]),
        ("accept", [found]),
    ):
        check(enter, WRITERS, name, *args)
    for name in ("put_out", "drop"):
        check(enter, ONLY_LEADER, name)
    hidden = {who: 404 for who in INSIDERS if who not in {"leader", "deputed", "staff"}}
    check(enter, {**ALL_IN, **hidden}, "draft", draft.pk)


def in_office(building):
    from tests.conftest import holder  # noqa: PLC0415

    return holder(building, "core")


def test_what_is_not_there_is_not_found(enter, building):
    client = enter("leader")
    for name, args in (
        ("edition", [1]),
        ("print", [1]),
        ("draft", [1]),
        ("article", [1]),
        ("suggestion", [1]),
        ("example", [1]),
        ("under_way", []),
        ("edit", [1]),
        ("keep", []),
        ("offer", []),
        ("sign", []),
    ):
        assert client.get(url(name, *args)).status_code == 404, name


def test_without_a_charter_the_page_says_what_will_come(enter, building):
    for persona, offered in (("resident", False), ("leader", True)):
        page = enter(persona).get(url("charter")).text
        assert ("这栋楼还没有公约" in page, "开始订公约" in page) == (True, offered)
    assert "还没有生效过的公约" in enter("resident").get(url("history")).text
    assert "还没有两稿可以对照" in enter("resident").get(url("compare")).text


# gathering


def test_a_household_says_what_should_be_in_it(enter, building, leader, household):
    life.begin_edition(building, by=leader)
    client = enter("resident")
    page = client.get(url("wish")).text
    assert ("高空抛物" in page, "替哪一家登记" in page) == (True, False)
    sent = {"typical": ["things", "falling"], "text": "晾衣服不滴水。", "heading": "晾衣"}
    page = client.post(url("wish"), sent, follow=True).text
    assert ("您家也要" in page, "晾衣服不滴水。" in page) == (True, True)
    assert {one.household for one in Suggestion.objects.all()} == {household}
    assert "勾一条，或者自己写一条" in client.post(url("wish"), {"heading": "空"}).text


def test_a_helper_enters_what_is_on_paper(enter, building, leader, household):
    life.begin_edition(building, by=leader)
    client = enter("volunteer")
    page = client.get(url("under_way")).text
    assert f"?home={household.pk}" in page
    client.post(url("wish"), {"household": household.pk, "typical": ["quiet"]})
    found = Suggestion.objects.get()
    assert (found.household, found.brought) == (household, True)
    client.post(url("wish"), {"household": 10**6, "typical": ["pets"]})
    assert Suggestion.objects.count() == 1


def test_nobody_writes_for_another_household_without_office(enter, building, leader, household):
    life.begin_edition(building, by=leader)
    other = leader.memberships.get().household_id
    enter("resident").post(url("wish"), {"household": other, "typical": ["quiet"]})
    assert Suggestion.objects.get().household == household


def test_begun_gathered_drafted(enter, building):
    client = enter("leader")
    assert client.post(url("begin")).url == url("under_way")
    client.post(url("wish"), {"typical": ["quiet", "pets"]})
    assert "晚上轻声（1户）" in client.get(url("begin_draft")).text
    client.post(url("begin_draft"), {"typical": ["quiet"]})
    draft = working_draft_of(Edition.objects.get())
    assert [one.heading for one in wordings_of(draft)] == ["晚上轻声"]
    assert "开始征集" in client.get(url("begin")).text


# writing


@pytest.fixture
def draft(building):
    return make_draft_being_written(building, "不堆物，不乱扔。", "轻声。")


def words(one, **more):
    return {
        "heading": one.heading,
        "text": one.text,
        "reason": one.reason,
        "revision": one.revision,
        "was": one.text,
        "number": one.number,
        **more,
    }


def test_an_article_is_rewritten_and_placed(enter, draft):
    one = wordings_of(draft)[0]
    client = enter("leader")
    assert one.text in client.get(url("edit", one.article_id)).text
    response = client.post(url("edit", one.article_id), words(one, text="不堆物。", number=2))
    assert response.url == url("under_way")
    assert [wording.text for wording in wordings_of(draft)] == ["轻声。", "不堆物。"]


def test_the_second_of_two_sees_what_changed_and_keeps_the_text(enter, draft, leader):
    one = wordings_of(draft)[1]
    begun = words(one, text="我写的轻声。")
    drafting.write_article(draft, one.article, WriteInput(revision=1, text="晚上轻声。"), by=leader)
    client = enter("deputed")
    page = client.post(url("edit", one.article_id), begun)
    assert page.status_code == 200
    for text in (
        "别人已经改过这一条",
        "别人刚改成这样",
        "<ins>",
        "晚上",
        "我写的轻声。",
        'name="revision" value="2"',
    ):
        assert text in page.text, text
    client.post(url("edit", one.article_id), {**begun, "revision": 2})
    assert wordings_of(draft)[1].text == "我写的轻声。"


def test_the_second_preamble_too(enter, draft, leader):
    drafting.write_preamble(draft, preamble="为了大家。", was="", by=leader)
    client = enter("deputed")
    page = client.post(url("preamble"), {"preamble": "我的前言。", "was": ""}).text
    assert all(text in page for text in ("别人已经改过前言", "为了大家。", "我的前言。"))
    assert (
        client.post(url("preamble"), {"preamble": "我的", "was": "为了大家。"}).status_code == 302
    )


def test_a_preamble_of_several_lines_can_be_changed_again(enter, draft, leader):
    drafting.write_preamble(draft, preamble="远亲\n近邻", was="", by=leader)
    sent = {"preamble": "远亲\r\n不如近邻", "was": "远亲\r\n近邻"}
    assert enter("leader").post(url("preamble"), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.preamble == "远亲\n不如近邻"


def test_moved_dropped_put_back_added(enter, draft):
    first, second = wordings_of(draft)
    client = enter("leader")
    client.post(url("move", first.article_id), {"do": "down"})
    client.post(url("move", first.article_id), {"do": "up"})
    client.post(url("move", second.article_id), {"do": "up"})
    assert [one.pk for one in wordings_of(draft)] == [second.pk, first.pk]
    page = client.post(url("drop_article", first.article_id), follow=True).text
    assert ("拿掉了" in page, "放回来" in page) == (True, True)
    client.post(url("put_back", first.article_id))
    client.post(url("add"), {"text": "互助。"})
    assert [one.text for one in wordings_of(draft)] == [second.text, first.text, "互助。"]


def test_split_and_merged(enter, draft):
    first, second = wordings_of(draft)
    client = enter("leader")
    sent = {"first": "不堆物。", "second": "不乱扔。", "second_heading": "垃圾", "revision": 1}
    client.post(url("split", first.article_id), sent)
    assert [one.text for one in wordings_of(draft)] == ["不堆物。", "不乱扔。", "轻声。"]
    page = client.get(url("merge", first.article_id)).text
    assert f"?other={second.article_id}" in page
    page = client.get(url("merge", first.article_id) + f"?other={second.article_id}").text
    assert "不堆物。轻声。" in page
    first_now = wordings_of(draft)[0]
    sent = {"other": second.article_id, "text": "不堆物，轻声。"}
    sent["version"] = first_now.version_with(second)
    client.post(url("merge", first.article_id), sent)
    assert [one.text for one in wordings_of(draft)] == ["不堆物，轻声。", "不乱扔。"]
    assert "并进了另一条" in client.get(url("article", second.article_id)).text


def test_a_wish_becomes_an_article_of_its_own_or_part_of_one(enter, draft):
    mine, other = (SuggestionFactory(edition=draft.edition) for _ in range(2))
    client = enter("leader")
    assert mine.text in client.get(url("add") + f"?wish={mine.pk}").text
    client.post(url("add"), {"text": mine.text, "wish": mine.pk})
    new = wordings_of(draft)[-1]
    mine.refresh_from_db()
    assert (mine.state, mine.article_id) == ("accepted", new.article_id)
    assert f"?into={new.article_id}" in client.get(url("accept", other.pk)).text
    page = client.get(url("accept", other.pk) + f"?into={new.article_id}").text
    assert 'name="into"' in page
    client.post(url("accept", other.pk), words(new, into=new.article_id, text="牵绳。"))
    other.refresh_from_db()
    assert (other.article_id, wordings_of(draft)[-1].text) == (new.article_id, "牵绳。")


# talking


def test_support_comment_and_other_words(enter, out, household, resident):
    one = wordings_of(out)[1]
    client = enter("resident")
    page = client.post(url("support", one.article_id), {"do": "support"}, follow=True).text
    assert ("1 户支持" in page, "点这里收回" in page) == (True, True)
    client.post(url("support", one.article_id), {"do": "withdraw"})
    assert Support.objects.count() == 0
    client.post(url("comment", one.article_id), {"text": "老人睡得早。"})
    assert Comment.objects.get().household == household
    page = client.post(url("suggest", one.article_id), {"text": "晚上轻声。"}, follow=True).text
    assert "晚上轻声。" in page
    found = Suggestion.objects.get()
    page = client.get(url("suggestion", found.pk)).text
    assert ("<ins>" in page, "（加上：" in page, "收回这条建议" in page) == (True, True, True)
    assert "和原来的一样" in client.post(url("suggest", one.article_id), {"text": "轻声。"}).text
    assert "error-summary" in client.post(url("comment", one.article_id), {"text": ""}).text
    client.post(url("withdraw", found.pk))
    assert Suggestion.objects.get().state == "withdrawn"


def test_people_without_a_home_here_cannot_support(enter, out):
    page = enter("staff").post(url("support", wordings_of(out)[0].article_id), follow=True)
    assert ("住在楼里的各家才能支持" in page.text, Support.objects.count()) == (True, 0)


def test_decided_and_told(enter, out, household, resident, volunteer):
    one = wordings_of(out)[1]
    mine = talking.suggest_words(
        one, text="夜里轻声。", contributor=Contributor(resident, household)
    )
    paper = talking.suggest_words(
        one, text="轻。", contributor=Contributor(volunteer, household, brought=True)
    )
    client = enter("leader")
    assert "要采纳，先写下一稿" in client.get(url("suggestion", mine.pk)).text
    assert "error-summary" in client.post(url("decide", mine.pk), {"do": "answer"}).text
    client.post(url("decide", mine.pk), {"do": "set_aside", "answer": "第一条里有了"})
    client.post(url("decide", paper.pk), {"do": "answer", "answer": "谢谢"})
    assert enter("core").post(url("mark_told", mine.pk)).status_code == 403
    client = enter("resident")
    assert "您给公约提的建议" in client.get("/b/114/").text
    assert "第一条里有了" in client.get(url("suggestion", mine.pk)).text
    assert client.post(url("mark_told", mine.pk)).status_code == 302
    assert client.post(url("withdraw", paper.pk)).status_code == 403
    client = enter("core")
    assert "要当面告诉一声的" in client.get(url("under_way")).text
    assert "当面告诉过了" in client.get(url("suggestion", paper.pk)).text
    client.post(url("mark_told", paper.pk))
    assert Suggestion.objects.filter(told_at=None).count() == 0


def test_accepted_where_the_article_still_reads_as_it_did(
    enter, building, leader, household, resident
):
    shown = make_discussed_draft(building, "轻声。")
    one = wordings_of(shown)[0]
    found = talking.suggest_words(
        one, text="夜里轻声。", contributor=Contributor(resident, household)
    )
    draft = life.begin_next_draft(shown.edition, by=leader)
    client = enter("leader")
    page = client.get(url("accept", found.pk)).text
    assert ("夜里轻声。" in page, "<ins>" in page) == (True, True)
    drafting.write_article(draft, one.article, WriteInput(revision=1, text="轻。"), by=leader)
    stale = words(one, text="夜里轻声。", answer="好")
    page = client.post(url("accept", found.pk), stale).text
    assert "别人刚改成这样" in page
    client.post(url("accept", found.pk), {**stale, "revision": 2})
    assert wordings_of(draft)[0].text == "夜里轻声。"
    assert f"{household}建议，采纳了" in client.get(url("draft", draft.pk)).text
    gone = talking.suggest_words(one, text="不说话。", contributor=Contributor(resident, household))
    drafting.add_article(draft, ArticleInput(text="互助。"), by=leader)
    drafting.drop_article(draft, one.article, by=leader)
    page = client.get(url("accept", gone.pk), follow=True).text
    assert "先把它放回来" in page


# steps of an edition


def in_days(n):
    return (timezone.localtime() + dt.timedelta(days=n)).strftime(LOCAL)


def test_put_out_signed_and_reworded(enter, building, leader, core, household):
    draft = make_draft_being_written(building, "轻声。")
    client = enter("leader")
    assert "至少要7天" in client.post(url("put_out"), {"until": in_days(2)}).text
    client.post(url("put_out"), {"until": in_days(9)})
    assert latest_published_draft_of(draft.edition) == draft
    page = client.post(url("sign"), {"threshold": "2/3", "closes_at": in_days(14)}).text
    assert "还没到日子" in page
    end_discussion(draft.edition)
    client.post(url("sign"), {"threshold": "2/3", "closes_at": in_days(14)})
    canvass = SignOff.objects.get().canvass
    assert canvass.about_url == draft.get_absolute_url()
    assert canvass.get_absolute_url() in client.get(url("under_way")).text
    assert "定稿了，请每一家签" in enter("resident").get(url("charter")).text
    client = enter("leader")
    client.post(url("draft_next"))
    one = wordings_of(working_draft_of(draft.edition))[0]
    client.post(url("edit", one.article_id), words(one, text="夜里轻声。"))
    client.post(url("reword"), {"reason": "说清楚", "material": "on"})
    canvass.refresh_from_db()
    assert (canvass.material_version, "夜里轻声" in canvass.body) == (2, True)
    assert (
        canvass.about_url
        == latest_published_draft_of(draft.edition).get_absolute_url()
        != draft.get_absolute_url()
    )
    assert client.post(url("drop"), {"reason": "不"}).status_code == 403


def test_next_draft_and_dropped(enter, out):
    client = enter("leader")
    assert client.post(url("draft_next")).url == url("under_way")
    assert "还可以接着提" in enter("resident").get(url("under_way")).text
    client = enter("leader")
    client.post(url("drop"), {"reason": "以后再说"})
    assert "以后再说" in client.get(url("history")).text
    assert client.post(url("draft_next")).status_code == 404


def test_reviewed_kept_and_lapsed(enter, building):
    make_draft_in_force(building)
    client = enter("leader")
    client.post(url("review"))
    assert "生效，正在复议" in client.get(url("charter")).text
    assert "一年以内" in client.post(url("keep"), {"review_on": "2019-01-01"}).text
    soon = timezone.localdate() + dt.timedelta(days=90)
    client.post(url("keep"), {"review_on": soon.isoformat()})
    assert Edition.objects.get().review_on == soon
    client.post(url("review"))
    client.post(url("lapse"), {"reason": "没人守"})
    assert "这栋楼还没有公约" in client.get(url("charter")).text
    assert "没人守" in client.get(url("edition", 1)).text


def test_the_objections_of_a_failed_signing_are_with_the_draft(
    enter, building, leader, core, household
):
    shown = make_discussed_draft(building, "不养狗。")
    sign_and_publish(shown, by=leader, others=[core], objecting=3)
    for persona, seen in (("leader", True), ("deputed", True), ("resident", False)):
        page = enter(persona).get(url("under_way")).text
        assert ("上次没签成，有这些异议" in page) == seen, persona


def test_signed_by_all_and_named_on_the_wall(enter, building, leader, core, household):
    sign_and_publish(make_discussed_draft(building, "爱护公物。"), by=leader, others=[core])
    client = enter("leader")
    page = client.get(url("charter")).text
    assert ("3 / 3 户同意" in page, "每一家怎么签的" in page) == (True, True)
    assert "我们同意" not in client.get(url("print", 1)).text
    client.post(url("show_flat"), {"show": "1"})
    sheet = client.get(url("print", 1) + "?size=a3").text
    room = leader.memberships.get().household.flat.room
    assert (f"{room}室" in sheet, 'class="qr"' in sheet, " a3" in sheet) == (True, True, True)
    assert "这一页按A3纸排好了" in sheet
    client.post(url("show_flat"))
    assert "我们同意" not in client.get(url("print", 1)).text
    assert enter("staff").post(url("show_flat"), {"show": "1"}).status_code == 404


def test_an_earlier_edition_says_so_and_leads_to_the_one_in_force(enter, building):
    make_draft_in_force(building, "老的。", replaced=True)
    make_draft_in_force(building, "新的。", number=2)
    page = enter("resident").get(url("edition", 1)).text
    assert ("这是以前的一版" in page, "老的。" in page, "新的。" in page) == (True, True, False)
    assert f'href="{url("charter")}">看现在用的' in page
    assert "以前的一版" in enter("resident").get(url("print", 1)).text


def test_any_two_texts_are_compared(enter, building):
    old = make_draft_in_force(building, "爱护公物。")
    new = make_discussed_draft(building, "爱护公物，谁坏谁修。")
    client = enter("resident")
    page = client.get(url("compare")).text
    assert ("新加" in page, "拿掉了" in page) == (True, True)
    page = client.get(url("compare") + f"?old={new.pk}&new={new.pk}").text
    assert "一个字也没有变" in page
    assert client.get(url("compare") + f"?old={old.pk}&new=x").status_code == 200


def test_an_example_is_offered_read_and_copied(enter, building, next_door, neighbour):
    theirs = make_draft_in_force(next_door, "邻家的一条。")
    draft = make_draft_being_written(building, "轻声。")
    client = enter("leader")
    assert client.get(url("example", theirs.pk)).status_code == 404
    assert client.post(url("copy", theirs.pk)).status_code == 404
    assert "还没有楼拿出来" in client.get(url("examples")).text
    enter("neighbour").post(reverse("charters:offer", args=["115"]), {"do": "offer"})
    client = enter("leader")
    assert url("example", theirs.pk) in client.get(url("examples")).text
    assert "邻家的一条。" in client.get(url("example", theirs.pk)).text
    client.post(url("copy", theirs.pk))
    assert wordings_of(draft)[-1].text == "邻家的一条。"
    assert "参照115号" in client.get(url("under_way")).text
    assert enter("resident").get(url("example", theirs.pk)).status_code == 200
    assert enter("resident").post(url("copy", theirs.pk)).status_code == 403
    enter("neighbour").post(reverse("charters:offer", args=["115"]), {"do": "withdraw"})
    assert enter("leader").get(url("example", theirs.pk)).status_code == 404


def test_a_rule_of_the_charter_is_quoted_in_the_lounge(enter, building):
    draft = make_draft_in_force(building, "晚上十点以后轻声。")
    page = enter("resident").get(url("article", wordings_of(draft)[0].article_id)).text
    assert "《连心楼楼组公约》第一条：晚上十点以后轻声。" in page
    assert url("charter") in enter("resident").get(reverse("lounge:rules", args=["114"])).text


# numbers of queries

STATEMENTS = [
    ("charter", 10, 10),
    ("edition", 12, 11),
    ("print", 9, 9),
    ("compare", 6, 6),
    ("draft", 7, 7),
    ("article", 10, 9),
    ("under_way", 13, 11),
    ("suggestion", 7, 6),
    ("history", 5, 5),
]
"""Page, queries for the leader, queries for a resident."""


def fill(building, *, articles, drafts, comments):
    """Create a charter in force and an edition with this many drafts, with comments spread over its
    articles."""
    signed_text = make_draft_in_force(building, *[f"第{n}" for n in range(articles)])
    SignOff.objects.create(
        edition=signed_text.edition, draft=signed_text, outcome="passed", canvass=asked_of(building)
    )
    draft = make_discussed_draft(building, *[f"第{n}" for n in range(articles)])
    texts = [draft]
    for number in range(2, drafts + 1):
        texts.append(DraftFactory(edition=draft.edition, number=number))
        Wording.objects.bulk_create(
            Wording(
                draft=texts[-1], article=one.article, number=one.number, text=f"{one.text}{number}"
            )
            for one in wordings_of(draft)
        )
    standing = wordings_of(texts[-1])
    household = building.households.first()
    for n in range(comments):
        one = standing[n % len(standing)]
        CommentFactory(article=one.article, draft=texts[n % drafts], household=household)
        if n % 3 == 0:
            SuggestionFactory(
                edition=draft.edition, article=one.article, draft=texts[0], household=household
            )
    return {
        "number": 1,
        "draft": texts[-1].pk,
        "article": standing[0].article_id,
        "suggestion": Suggestion.objects.first().pk,
    }


def asked_of(building):
    from tests.factories.canvass import make_open_canvass  # noqa: PLC0415

    return make_open_canvass(building, in_office(building))


NEEDED = {
    "edition": "number",
    "print": "number",
    "draft": "draft",
    "article": "article",
    "suggestion": "suggestion",
}


@pytest.mark.parametrize(("articles", "drafts", "comments"), [(1, 2, 3), (3, 3, 9), (40, 5, 600)])
def test_pages_cost_the_same_whatever_their_length(
    enter,
    building,
    household,
    leader,
    resident,
    articles,
    drafts,
    comments,
    django_assert_num_queries,
):
    ids = fill(building, articles=articles, drafts=drafts, comments=comments)
    for persona in ("leader", "resident"):
        client = enter(persona)
        for name, leads, reads in STATEMENTS:
            args = [ids[NEEDED[name]]] if name in NEEDED else []
            with django_assert_num_queries(leads if persona == "leader" else reads, info=name):
                client.get(url(name, *args))


@pytest.mark.parametrize("rows", [1, 3])
def test_gathering_costs_the_same_whatever_was_said(
    enter, building, household, leader, rows, django_assert_num_queries
):
    edition = life.begin_edition(building, by=leader)
    SuggestionFactory.create_batch(rows, edition=edition, household=household)
    client = enter("leader")
    with django_assert_num_queries(7):
        client.get(url("under_way"))


def test_drafts_are_kept_for_ever(building):
    draft = make_draft_being_written(building)
    assert Draft.objects.filter(edition=draft.edition).count() == 2
    assert WordingFactory(draft=draft, number=9).number == 9
