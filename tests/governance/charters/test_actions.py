"""The life of a charter, from the first wish to the next edition."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from governance.canvass.actions.drafting import withdraw_canvass
from governance.canvass.actions.rewording import reword_canvass
from governance.canvass.inputs import RewordInput
from governance.canvass.models import Canvass
from governance.canvass.queries.voices import voices_of
from governance.charters.actions import (
    deciding,
    drafting,
    examples,
    life,
    shaping,
    signing,
    talking,
)
from governance.charters.actions.signing import as_text
from governance.charters.actions.talking import Contributor
from governance.charters.inputs import AcceptInput, ArticleInput, MergeInput, SplitInput, WriteInput
from governance.charters.lifecycle import EditionState
from governance.charters.models import (
    MAX_ARTICLES,
    Article,
    Comment,
    Draft,
    Edition,
    SignOff,
    Suggestion,
    Support,
    Wording,
)
from governance.charters.queries.articles import successor_in
from governance.charters.queries.drafts import (
    latest_published_draft_of,
    left_out_wordings_of,
    working_draft_of,
)
from governance.charters.queries.signing import objections_to
from governance.journal.models import Line
from louzu.lib.errors import Refused, Stale
from residents.models import Household
from tests.factories import HouseholdFactory
from tests.factories.canvass import record_paper_answer_for
from tests.factories.charters import (
    WordingFactory,
    count_and_publish,
    end_discussion,
    make_discussed_draft,
    make_draft_being_written,
    make_draft_in_force,
    sign_and_publish,
    wordings_of,
)

pytestmark = pytest.mark.django_db


def in_days(n):
    return timezone.now() + dt.timedelta(days=n)


def texts(draft):
    return [one.text for one in wordings_of(draft)]


def verbs(building):
    return [
        line.verb.removeprefix("charters.")
        for line in building.journal.filter(verb__startswith="charters.").order_by("number")
    ]


# gathering


def test_every_household_is_asked_what_should_be_in_it(building, leader):
    edition = life.begin_edition(building, by=leader)
    assert (edition.state, edition.number) == ("gathering", None)
    with pytest.raises(Refused, match="已经有一版在商量"):
        life.begin_edition(building, by=leader)


def test_a_household_picks_each_typical_article_once(building, leader, household, resident):
    edition = life.begin_edition(building, by=leader)
    voice = Contributor(resident, household)
    made = talking.suggest_typical(
        edition, keys=["things", "quiet", "things", "no"], contributor=voice
    )
    assert [one.typical for one in made] == ["things", "quiet"]
    again = talking.suggest_typical(edition, keys=["things", "pets"], contributor=voice)
    assert [one.typical for one in again] == ["pets"]
    deciding.withdraw_suggestion(made[0], by=resident)
    assert len(talking.suggest_typical(edition, keys=["things"], contributor=voice)) == 1


def test_a_helper_writes_down_what_a_household_put_on_paper(building, leader, volunteer, household):
    edition = life.begin_edition(building, by=leader)
    wish = talking.suggest_wish(
        edition, text="晾衣服不滴水。", contributor=Contributor(volunteer, household, brought=True)
    )
    assert (wish.household, wish.brought, wish.by) == (household, True, volunteer)
    assert wish.byline == f"{household}（志愿者 {volunteer}代登记）"


def test_the_first_draft_takes_up_what_was_asked_for_and_credits_it(
    building, leader, household, resident
):
    edition = life.begin_edition(building, by=leader)
    talking.suggest_typical(
        edition, keys=["quiet", "pets"], contributor=Contributor(resident, household)
    )
    draft = life.begin_draft(edition, typical=["quiet"], by=leader)
    taken, left = Suggestion.objects.order_by("pk")
    assert (taken.state, taken.taken_into, taken.article_id) == (
        "accepted",
        draft,
        wordings_of(draft)[0].article_id,
    )
    assert (left.state, left.article) == ("open", None)
    with pytest.raises(Refused):
        life.begin_draft(edition, by=leader)
    with pytest.raises(Refused):
        talking.suggest_wish(edition, text="晚了", contributor=Contributor(resident, household))


def test_an_unknown_typical_article_is_refused(building, leader):
    edition = life.begin_edition(building, by=leader)
    with pytest.raises(Refused, match="没有这样一条"):
        life.begin_draft(edition, typical=["nothing"], by=leader)


# drafting


def test_the_second_of_two_writers_is_told(building, leader, deputed):
    draft = make_draft_being_written(building, "爱护公物。")
    (one,) = wordings_of(draft)
    drafting.write_article(
        draft, one.article, WriteInput(revision=1, text="爱护公物，谁坏谁修。"), by=leader
    )
    with pytest.raises(Stale):
        drafting.write_article(draft, one.article, WriteInput(revision=1, text="我的"), by=deputed)
    drafting.write_article(draft, one.article, WriteInput(revision=2, text="我的"), by=deputed)
    assert texts(draft) == ["我的"]
    drafting.write_preamble(draft, preamble="为了大家", was="", by=leader)
    with pytest.raises(Stale):
        drafting.write_preamble(draft, preamble="我", was="", by=deputed)


def test_articles_move_and_the_others_close_up(building, leader):
    draft = make_draft_being_written(building, "甲", "乙", "丙")
    first = wordings_of(draft)[0].article
    drafting.move_article(draft, first, number=3, by=leader)
    assert texts(draft) == ["乙", "丙", "甲"]
    drafting.move_article(draft, first, number=-5, by=leader)
    assert texts(draft) == ["甲", "乙", "丙"]
    drafting.write_article(draft, first, WriteInput(revision=1, text="甲甲", number=99), by=leader)
    assert texts(draft) == ["乙", "丙", "甲甲"]


def test_what_is_left_out_can_be_put_back(building, leader):
    draft = make_draft_being_written(building, "甲", "乙")
    first = wordings_of(draft)[0].article
    drafting.drop_article(draft, first, by=leader)
    assert (texts(draft), [one.article for one in left_out_wordings_of(draft)]) == (["乙"], [first])
    with pytest.raises(Refused, match="不在这一稿里"):
        drafting.move_article(draft, first, number=1, by=leader)
    drafting.put_back_article(draft, first, by=leader)
    assert (texts(draft), left_out_wordings_of(draft)) == (["乙", "甲"], [])
    with pytest.raises(Refused, match="本来就在"):
        drafting.put_back_article(draft, first, by=leader)


def test_an_article_is_split_and_keeps_what_was_said_to_it(building, leader, household, resident):
    out = make_discussed_draft(building, "不堆物，不乱扔。", "轻声。")
    one = wordings_of(out)[0]
    found = talking.add_comment(one, text="好", contributor=Contributor(resident, household))
    draft = life.begin_next_draft(out.edition, by=leader)
    new = shaping.split_article(
        draft, one.article, SplitInput(revision=1, first="不堆物。", second="不乱扔。"), by=leader
    )
    assert texts(draft) == ["不堆物。", "不乱扔。", "轻声。"]
    assert found.article_id == one.article_id != new.article_id
    assert [link.parent_id for link in new.article.parents.all()] == [one.article_id]


def test_merged_articles_both_keep_what_was_said_to_them(building, leader, household, resident):
    out = make_discussed_draft(building, "不堆物。", "不乱扔。", "轻声。")
    first, second, _third = wordings_of(out)
    words = talking.suggest_words(
        second, text="不乱扔垃圾。", contributor=Contributor(resident, household)
    )
    draft = life.begin_next_draft(out.edition, by=leader)
    shaping.merge_articles(
        draft, first.article, second.article, MergeInput(text="不堆物，不乱扔。"), by=leader
    )
    assert texts(draft) == ["不堆物，不乱扔。", "轻声。"]
    assert successor_in(second.article, draft) == first.article_id
    home = Article.objects.get(pk=successor_in(second.article, draft))
    deciding.accept_suggestion(
        words, draft, home, AcceptInput(revision=2, text="不堆物，不乱扔垃圾。"), by=leader
    )
    words.refresh_from_db()
    assert (words.state, words.article_id) == ("accepted", first.article_id)
    with pytest.raises(Refused, match="另外一条"):
        shaping.merge_articles(draft, home, home, MergeInput(text="x"), by=leader)


def test_a_charter_has_an_end(building, leader):
    draft = make_draft_being_written(building, *[f"第{n}" for n in range(MAX_ARTICLES)])
    gone = wordings_of(draft)[0].article
    with pytest.raises(Refused, match="最多"):
        drafting.add_article(draft, ArticleInput(text="多了"), by=leader)
    drafting.drop_article(draft, gone, by=leader)
    drafting.add_article(draft, ArticleInput(text="正好"), by=leader)
    with pytest.raises(Refused, match="最多"):
        drafting.put_back_article(draft, gone, by=leader)


def test_a_draft_that_was_put_out_never_changes(building, leader):
    out = make_discussed_draft(building)
    with pytest.raises(Refused):
        drafting.drop_article(out, wordings_of(out)[0].article, by=leader)
    life.begin_next_draft(out.edition, by=leader)
    with pytest.raises(Refused, match="不能再改"):
        drafting.drop_article(out, wordings_of(out)[0].article, by=leader)


def test_an_empty_draft_is_not_put_out_and_seven_days_are_left_to_talk(building, leader):
    edition = life.begin_edition(building, by=leader)
    draft = life.begin_draft(edition, by=leader)
    with pytest.raises(Refused, match="1到"):
        life.put_out_draft(draft, until=in_days(9), by=leader)
    drafting.add_article(draft, ArticleInput(text="轻声。"), by=leader)
    with pytest.raises(Refused, match="至少要7天"):
        life.put_out_draft(draft, until=in_days(3), by=leader)
    life.put_out_draft(draft, until=in_days(7), by=leader)
    assert (latest_published_draft_of(edition), working_draft_of(edition)) == (draft, None)


# talking it over


def test_words_for_an_article_are_said_while_it_is_talked_over(
    building, leader, household, resident
):
    out = make_discussed_draft(building, "轻声。")
    (one,) = wordings_of(out)
    voice = Contributor(resident, household)
    words = talking.suggest_words(one, text="晚上十点以后轻声。", reason="孩子", contributor=voice)
    assert (words.was, words.draft, words.state) == ("轻声。", out, "open")
    with pytest.raises(Refused, match="和原来的一样"):
        talking.suggest_words(one, text="轻声。", contributor=voice)
    for _twice in range(2):
        talking.support_wording(one, household=household, by=resident)
    assert Support.objects.count() == 1
    talking.withdraw_support(one, household=household)
    assert Support.objects.count() == 0
    next_ = life.begin_next_draft(out.edition, by=leader)
    talking.add_comment(one, text="还可以说", contributor=voice)
    with pytest.raises(Refused, match="还没有给大家看"):
        talking.add_comment(wordings_of(next_)[0], text="早了", contributor=voice)
    life.drop_edition(out.edition, reason="不办了", by=leader)
    with pytest.raises(Refused, match="不在征求意见"):
        talking.add_comment(one, text="晚了", contributor=voice)


def test_an_accepted_suggestion_becomes_the_text_and_its_household_is_credited(
    building, leader, household, resident
):
    out = make_discussed_draft(building, "轻声。")
    (one,) = wordings_of(out)
    words = talking.suggest_words(
        one, text="夜里轻声。", contributor=Contributor(resident, household)
    )
    with pytest.raises(Refused):
        deciding.accept_suggestion(
            words, out, one.article, AcceptInput(revision=1, text="夜里轻声。"), by=leader
        )
    draft = life.begin_next_draft(out.edition, by=leader)
    with pytest.raises(Stale):
        deciding.accept_suggestion(
            words, draft, one.article, AcceptInput(revision=7, text="夜里轻声。"), by=leader
        )
    deciding.accept_suggestion(
        words,
        draft,
        one.article,
        AcceptInput(revision=1, text="夜里轻声。", answer="好"),
        by=leader,
    )
    words.refresh_from_db()
    assert (texts(draft), words.state, words.taken_into, words.answer) == (
        ["夜里轻声。"],
        "accepted",
        draft,
        "好",
    )
    with pytest.raises(Refused):
        deciding.decline_suggestion(words, answer="不", by=leader)


def test_each_suggester_is_told_what_became_of_it(building, leader, household, resident):
    out = make_discussed_draft(building, "轻声。")
    (one,) = wordings_of(out)
    words = talking.suggest_words(
        one, text="夜里轻声。", contributor=Contributor(resident, household)
    )
    with pytest.raises(Refused, match="还没有答复"):
        deciding.mark_told(words, by=resident)
    with pytest.raises(Refused, match="写一句"):
        deciding.answer_suggestion(words, answer=" ", by=leader)
    deciding.decline_suggestion(words, answer="已经写在第三条里", by=leader)
    found = deciding.mark_told(words, by=resident)
    assert (found.state, found.told_at is not None, found.decided_by) == ("set_aside", True, leader)
    assert verbs(building)[-1] == "set_aside"


# signing


@pytest.fixture
def homes(building, leader, core):
    """Six households, the leader's and the core resident's among them."""
    HouseholdFactory.create_batch(4, building=building)
    return list(Household.objects.filter(building=building))


def test_it_comes_into_force_when_the_households_signed_and_by_nothing_else(
    building, leader, core, homes
):
    out = make_discussed_draft(building, "爱护公物。", "不堆物。")
    canvass = sign_and_publish(out, by=leader, others=[core])
    edition = Edition.objects.get(pk=out.edition_id)
    assert (edition.state, edition.number, edition.signed, edition.asked) == ("in_force", 1, 6, 6)
    assert edition.review_on == timezone.localdate().replace(year=timezone.localdate().year + 1)
    assert Draft.objects.get(adopted=True) == out
    assert SignOff.objects.get(canvass=canvass).outcome == "passed"
    assert verbs(building)[-2:] == ["signing", "enacted"]
    line = building.journal.get(verb="charters.enacted")
    assert line.subject_title == "连心楼楼组公约第一版"


def test_a_line_reads_the_same_in_whatever_language_it_was_written(building, leader, core, homes):
    with translation.override("en"):
        sign_and_publish(make_discussed_draft(building), by=leader, others=[core])
    assert Line.objects.get(verb="charters.enacted").subject_title == "连心楼楼组公约第一版"


def test_a_failed_signing_sends_it_back_with_its_objections(building, leader, core, homes):
    out = make_discussed_draft(building, "不养狗。")
    canvass = sign_and_publish(out, by=leader, others=[core], objecting=3)
    edition = Edition.objects.get(pk=out.edition_id)
    draft = working_draft_of(edition)
    assert (edition.state, draft.number, texts(draft)) == ("drafting", 2, ["不养狗。"])
    assert [one.answer.reason for one in objections_to(draft)] == ["担心"] * 3
    assert draft.answers_to.canvass == canvass
    assert SignOff.objects.get().outcome == "failed"
    life.put_out_draft(draft, until=in_days(8), by=leader)
    sign_and_publish(draft, by=leader, others=[core])
    edition.refresh_from_db()
    assert (edition.state, edition.signed, Draft.objects.get(adopted=True)) == (
        "in_force",
        6,
        draft,
    )


def test_the_next_edition_replaces_the_one_before(building, leader, core, homes):
    old = make_draft_in_force(building, "爱护公物。").edition
    edition = life.begin_edition(building, by=leader)
    old.refresh_from_db()
    assert old.state == "review"
    draft = life.begin_draft(edition, by=leader)
    assert texts(draft) == ["爱护公物。"]
    kept = wordings_of(draft)[0]
    assert kept.article.wordings.count() == 2
    drafting.add_article(draft, ArticleInput(text="轻声。"), by=leader)
    life.put_out_draft(draft, until=in_days(8), by=leader)
    sign_and_publish(draft, by=leader, others=[core])
    old.refresh_from_db()
    edition.refresh_from_db()
    assert [(one.number, one.state) for one in (old, edition)] == [(1, "replaced"), (2, "in_force")]
    assert old.ended_at is not None


def test_it_is_not_signed_before_its_days_are_over_and_every_suggestion_is_answered(
    building, leader, core, homes, resident, household
):
    out = make_discussed_draft(building, "轻声。")
    ask = {"threshold": "2/3", "closes_at": in_days(9), "by": leader}
    with pytest.raises(Refused, match="还没到日子"):
        signing.sign_draft(out, **ask)
    words = talking.suggest_words(
        wordings_of(out)[0], text="夜里轻声。", contributor=Contributor(resident, household)
    )
    end_discussion(out.edition)
    with pytest.raises(Refused, match="还有1条建议没有答复"):
        signing.sign_draft(out, **ask)
    deciding.answer_suggestion(words, answer="下次", by=leader)
    signing.sign_draft(out, **ask)
    assert Edition.objects.get(pk=out.edition_id).state == "signing"


def test_only_the_newest_draft_is_signed(building, leader):
    out = make_discussed_draft(building)
    end_discussion(out.edition)
    draft = life.begin_next_draft(out.edition, by=leader)
    life.put_out_draft(draft, until=in_days(8), by=leader)
    with pytest.raises(Refused, match="最新的"):
        signing.sign_draft(out, threshold="1", closes_at=in_days(9), by=leader)


def test_a_withdrawn_signing_lets_the_draft_be_talked_over_again(building, leader, core, homes):
    out = make_discussed_draft(building)
    end_discussion(out.edition)
    asked = signing.sign_draft(out, threshold="1", closes_at=in_days(9), by=leader).canvass
    life.begin_next_draft(out.edition, by=leader)
    withdraw_canvass(asked, reason="早了", by=leader)
    edition = Edition.objects.get(pk=out.edition_id)
    assert (edition.state, SignOff.objects.get().outcome) == ("consulting", "withdrawn")
    assert working_draft_of(edition) is None
    assert life.begin_next_draft(edition, by=leader).number == 3


def test_other_words_while_it_is_signed_ask_everybody_once_more(building, leader, core, homes):
    out = make_discussed_draft(building, "轻声。")
    end_discussion(out.edition)
    asked = signing.sign_draft(out, threshold="1", closes_at=in_days(9), by=leader).canvass
    record_paper_answer_for(
        asked, asked.voices.first(), "agree", by=leader, checked_by=core, channel="meeting"
    )
    with pytest.raises(Refused, match="请到“公约”里写下一稿"):
        reword_canvass(
            asked, RewordInput(version=1, body="别的", material=True, reason="x"), by=leader
        )
    draft = life.begin_next_draft(out.edition, by=leader)
    one = wordings_of(draft)[0]
    drafting.write_article(draft, one.article, WriteInput(revision=1, text="夜里轻声。"), by=leader)
    signing.reword_sign_off(draft, reason="说清楚", material=True, by=leader)
    asked.refresh_from_db()
    assert (asked.version, asked.material_version, "夜里轻声" in asked.body) == (2, 2, True)
    assert voices_of(asked)[0].stale
    for voice in asked.voices.all():
        record_paper_answer_for(
            asked, voice, "agree", by=leader, checked_by=core, channel="meeting"
        )
    count_and_publish(asked, by=leader, other=core)
    assert Draft.objects.get(adopted=True) == draft
    with pytest.raises(Refused):
        life.begin_next_draft(out.edition, by=leader)


def test_a_draft_left_when_the_other_was_signed_gives_back_what_it_took_in(
    building, leader, core, homes
):
    out = make_discussed_draft(building, "轻声。")
    end_discussion(out.edition)
    asked = signing.sign_draft(out, threshold="1", closes_at=in_days(9), by=leader).canvass
    draft = life.begin_next_draft(out.edition, by=leader)
    wish = Suggestion.objects.create(edition=out.edition, by=core, text="晾衣服不滴水。")
    drafting.add_article(draft, ArticleInput(text="晾衣服不滴水。"), wishes=[wish], by=leader)
    for voice in asked.voices.all():
        record_paper_answer_for(
            asked, voice, "agree", by=leader, checked_by=core, channel="meeting"
        )
    count_and_publish(asked, by=leader, other=core)
    wish.refresh_from_db()
    draft.refresh_from_db()
    assert (wish.state, draft.dropped_at is not None) == ("open", True)


def test_a_canvass_about_something_else_moves_no_charter(building, leader, core, homes):
    from tests.factories.canvass import make_open_canvass  # noqa: PLC0415

    draft = make_draft_in_force(building)
    canvass = make_open_canvass(building, leader)
    for voice in canvass.voices.all():
        record_paper_answer_for(
            canvass, voice, "agree", by=leader, checked_by=core, channel="meeting"
        )
    count_and_publish(canvass, by=leader, other=core)
    withdrawn = withdraw_canvass(make_open_canvass(building, leader), reason="不问了", by=leader)
    assert (withdrawn.state, Edition.objects.get()) == ("withdrawn", draft.edition)
    other = make_open_canvass(building, leader)
    reword_canvass(other, RewordInput(version=1, body="别的", material=True, reason="x"), by=leader)
    assert Canvass.objects.get(pk=other.pk).version == 2


def test_the_text_that_is_signed_says_just_what_the_draft_says(building):
    out = make_discussed_draft(building, "*轻声*。\n- 晚上\n1. 早上", preamble="# 为了_大家_")
    body = as_text(out)
    from louzu.lib.text import from_markdown  # noqa: PLC0415

    html = from_markdown(body)
    assert "*轻声*。" in html
    assert [tag in html for tag in ("<li>", "<h2>", "<em>", "<ol")] == [False] * 4
    assert all(words in html for words in ("# 为了_大家_", "- 晚上", "1. 早上"))


# in force


def test_a_review_keeps_it_or_lets_it_lapse(building, leader):
    edition = make_draft_in_force(building).edition
    with pytest.raises(Refused):
        life.keep_edition(edition, review_on=timezone.localdate(), by=leader)
    life.review_edition(edition, by=leader)
    with pytest.raises(Refused, match="一年以内"):
        life.keep_edition(edition, review_on=timezone.localdate() + dt.timedelta(800), by=leader)
    soon = timezone.localdate() + dt.timedelta(days=100)
    assert life.keep_edition(edition, review_on=soon, by=leader).state == "in_force"
    life.review_edition(edition, by=leader)
    amendment = life.begin_edition(building, by=leader)
    with pytest.raises(Refused, match="等它有了结果"):
        life.lapse_edition(edition, reason="没人守", by=leader)
    life.drop_edition(amendment, reason="不改了", by=leader)
    over = life.lapse_edition(edition, reason="没人守", by=leader)
    assert (over.state, over.ended_reason) == ("lapsed", "没人守")
    assert (
        life.begin_draft(life.begin_edition(building, by=leader), by=leader).wordings.count() == 0
    )


def test_a_household_that_agreed_may_be_named_on_the_wall(building, leader, household):
    edition = make_draft_in_force(building).edition
    for _twice in range(2):
        signing.show_flat(edition, household, by=leader)
    assert edition.shown_flats.count() == 1
    signing.hide_flat(edition, household, by=leader)
    assert edition.shown_flats.count() == 0


def test_an_example_is_copied_with_credit_while_it_is_offered(
    building, next_door, leader, neighbour
):
    source = make_draft_in_force(building, "爱护公物。", "轻声。")
    draft = make_draft_being_written(next_door, "轻声。")
    with pytest.raises(Refused, match="没有把公约拿出来"):
        examples.copy_example(draft, source, by=neighbour)
    examples.offer_charter(source.edition.charter, by=leader)
    source = Draft.objects.get(pk=source.pk)
    examples.copy_example(draft, source, by=neighbour)
    draft.edition.refresh_from_db()
    assert (texts(draft), draft.edition.credit) == (["轻声。", "爱护公物。"], "114号 连心楼")
    assert wordings_of(draft)[1].article.charter.building == next_door
    examples.withdraw_offer(source.edition.charter, by=leader)
    with pytest.raises(Refused):
        examples.copy_example(draft, Draft.objects.get(pk=source.pk), by=neighbour)


def test_what_is_not_in_force_is_not_offered(building, leader):
    charter = make_discussed_draft(building).edition.charter
    with pytest.raises(Refused, match="还没有生效"):
        examples.offer_charter(charter, by=leader)


def test_29_february_is_looked_at_again_on_the_28th():
    from governance.charters.actions.life import one_year_after  # noqa: PLC0415

    assert one_year_after(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)


# the database


def test_the_database_keeps_one_in_force_and_one_under_way(building):
    make_draft_in_force(building)
    make_discussed_draft(building)
    for make in (
        lambda: make_draft_in_force(building, number=2),
        lambda: make_discussed_draft(building),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_the_database_lets_no_two_articles_stand_in_one_place(building):
    draft = make_discussed_draft(building)
    WordingFactory(draft=draft, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    draft.wordings.all().delete()  # or the end of the test would find them


def test_states_are_the_words_of_the_life():
    assert [EditionState.GATHERING.label, EditionState.SIGNING.label] == ["征集", "签署"]
    assert (Comment._meta.verbose_name, str(Wording(number=None))) == (
        "对条文的意见",
        "不在这一稿里",
    )
