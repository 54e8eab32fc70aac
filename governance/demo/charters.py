"""Create the charter of building 114: gathered, drafted twice and signed by all, with an amendment."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.actions import answering, counting
from governance.canvass.inputs import AnswerInput, PaperAnswer
from governance.canvass.models import Canvass, Voice
from governance.charters.actions import deciding, drafting, life, signing, talking
from governance.charters.actions.talking import Contributor as Said
from governance.charters.inputs import AcceptInput, ArticleInput, WriteInput
from governance.charters.models import Draft, Edition, SignOff, Suggestion
from governance.charters.queries.drafts import articles_of
from governance.demo.news import told
from governance.demo.story import ARTICLES, PREAMBLE, SHOWN_FLATS, WISHES
from louzu.lib.time import local_datetime
from residents.models import Building, Household, User

Cast = dict[str, User]
IN_FORCE_DAYS_AGO = 340
ON_THE_WEB = ("leader", "core", "volunteer", "resident", "elder")


def keep(building: Building, cast: Cast) -> None:
    """Create a charter in force, signed by 21 of 21 households, and an amendment under
    consultation."""
    with told(days_ago=IN_FORCE_DAYS_AGO):
        make(building, cast)
    amend(building, cast)


def make(building: Building, cast: Cast) -> Edition:
    leader = cast["leader"]
    edition = life.begin_edition(building, by=leader)
    _gather(edition, cast)
    draft = life.begin_draft(edition, typical=WISHES, by=leader)
    _word(draft, leader)
    life.put_out_draft(draft, until=_ahead(8), by=leader)
    stairs = articles_of(draft)[1]
    words = talking.suggest_words(
        stairs, heading=stairs.heading, text=ARTICLES[1][1],
        reason="搬家、换季总有临时放一放的", contributor=_voice(cast["resident"], building),
    )  # fmt: skip
    talking.add_comment(
        stairs,
        text="救护车来过一次，担架差点转不过去。",
        contributor=_voice(cast["elder"], building),
    )
    second = life.begin_next_draft(edition, by=leader)
    deciding.accept_suggestion(
        words,
        second,
        stairs.article,
        AcceptInput(
            revision=1,
            heading=stairs.heading,
            text=words.text,
            reason=stairs.reason,
            answer="写得周到，照您的写。",
        ),
        by=leader,
    )
    deciding.mark_told(words, by=cast["resident"])
    life.put_out_draft(second, until=_ahead(8), by=leader)
    _pass_days(edition)
    _sign(second, cast)
    return _long_ago(edition, building, cast)


def amend(building: Building, cast: Cast) -> Edition:
    """Publish a draft with two new articles and one changed article, and add comments, some from
    paper."""
    leader = cast["leader"]
    edition = life.begin_edition(building, by=leader)
    for room in ("102", "303", "402", "502"):
        home = _home(building, room)
        talking.suggest_typical(
            edition, keys=["pets"], contributor=Said(cast["volunteer"], home, True)
        )
    talking.suggest_wish(
        edition, heading="孩子玩耍", text="孩子在公共客厅玩，大人看着；晚上八点以后轻一点。",
        contributor=_voice(cast["core"], building),
    )  # fmt: skip
    draft = life.begin_draft(edition, typical=["pets"], by=leader)
    quiet = articles_of(draft)[3]
    drafting.write_article(
        draft,
        quiet.article,
        WriteInput(
            revision=quiet.revision,
            heading=quiet.heading,
            text="晚上十点到早上七点轻声；装修提前三天告诉上下左右邻居，中午十二点到两点不敲不钻。",
            reason="去年两家装修，中午都没睡成。",
        ),
        by=leader,
    )
    wish = Suggestion.objects.get(edition=edition, heading="孩子玩耍")
    drafting.add_article(
        draft,
        ArticleInput(
            heading=wish.heading, text=wish.text, reason="客厅是孩子放学以后最爱来的地方。"
        ),
        wishes=[wish],
        by=leader,
    )
    draft = life.put_out_draft(draft, until=_ahead(8), by=leader)
    _talk(draft, building, cast)
    edition.refresh_from_db()
    return edition


def _gather(edition: Edition, cast: Cast) -> None:
    building = edition.charter.building
    for who in ("leader", "core", "resident", "elder"):
        talking.suggest_typical(edition, keys=WISHES, contributor=_voice(cast[who], building))
    for room in ("102", "202", "301", "403", "502", "601", "603"):
        brought = Said(cast["volunteer"], _home(building, room), brought=True)
        talking.suggest_typical(edition, keys=WISHES, contributor=brought)
    talking.suggest_wish(
        edition, heading="轻声", text=ARTICLES[3][1], reason="老人睡得早",
        contributor=_voice(cast["core"], building),
    )  # fmt: skip


def _word(draft: Draft, leader: User) -> None:
    """Replace the typical articles by texts of the building. The fourth one fulfils a wish."""
    drafting.write_preamble(draft, preamble=PREAMBLE, was="", by=leader)
    for number, (wording, words) in enumerate(zip(articles_of(draft), ARTICLES, strict=False)):
        heading, text, reason = words
        plain = "不在楼道内堆物；临时放置不超过一天。" if number == 1 else text
        drafting.write_article(
            draft,
            wording.article,
            WriteInput(revision=wording.revision, heading=heading, text=plain, reason=reason),
            by=leader,
        )
    wish = Suggestion.objects.get(edition=draft.edition, heading="轻声")
    heading, text, reason = ARTICLES[3]
    drafting.add_article(
        draft, ArticleInput(heading=heading, text=text, reason=reason), wishes=[wish], by=leader
    )


def _sign(draft: Draft, cast: Cast) -> None:
    leader, core, volunteer = cast["leader"], cast["core"], cast["volunteer"]
    asked = signing.sign_draft(draft, threshold="2/3", closes_at=_ahead(14), by=leader).canvass
    voices = {voice.household_id: voice for voice in Voice.objects.filter(canvass=asked)}
    for who in ON_THE_WEB:
        voice = voices.pop(cast[who].memberships.get().household_id)
        answering.answer_on_web(asked, voice, AnswerInput(choice="agree"), by=cast[who])
    for voice in voices.values():
        paper = PaperAnswer(channel="meeting", signer=f"{voice.label}户主", relation="self")
        answer = answering.record_paper_answer(asked, voice, choice="agree", paper=paper, by=core)
        answering.check_answer(asked, answer, by=volunteer, by_household=False)
    counting.close_canvass(asked, by=leader)
    counting.count_canvass(asked, by=core)
    counting.count_canvass(asked, by=leader)
    counting.publish_canvass(asked, by=leader)


def _talk(draft: Draft, building: Building, cast: Cast) -> None:
    _one, stairs, _litter, quiet, pets, children = articles_of(draft)
    for who in ("resident", "elder", "core"):
        home = cast[who].memberships.get().household
        for wording in (quiet, children):
            talking.support_wording(wording, household=home, by=cast[who])
    talking.add_comment(
        quiet, text="中午不敲这一条好，夜班回来的也睡得着。",
        contributor=Said(cast["volunteer"], _home(building, "404"), brought=True),
    )  # fmt: skip
    talking.add_comment(
        pets,
        text="我家的狗老了，抱不动，牵短绳行不行？",
        contributor=_voice(cast["elder"], building),
    )
    talking.suggest_words(
        pets, heading=pets.heading,
        text="遛狗牵绳，进电梯抱起来，抱不动的收短绳、让别人先上；弄脏了当场收拾干净。",
        reason="老狗、大狗抱不动", contributor=_voice(cast["resident"], building),
    )  # fmt: skip
    talking.suggest_words(
        stairs, heading=stairs.heading,
        text="不在楼道内堆物；临时放一放的，贴上室号和日子，不超过一天。",
        contributor=Said(cast["volunteer"], _home(building, "603"), brought=True),
    )  # fmt: skip


def _pass_days(edition: Edition) -> None:
    """Change the dates so that the consultation is over."""
    Draft.objects.filter(edition=edition).update(until=timezone.now() - dt.timedelta(minutes=1))


def _long_ago(edition: Edition, building: Building, cast: Cast) -> Edition:
    """Change the dates of the signing to last year, and show some flats."""
    for room in SHOWN_FLATS:
        signing.show_flat(edition, _home(building, room), by=cast["leader"])
    day = timezone.now() - dt.timedelta(days=IN_FORCE_DAYS_AGO)
    weeks = {"opened_at": day - dt.timedelta(days=14), "opens_at": day - dt.timedelta(days=14)}
    asked = SignOff.objects.get(edition=edition).canvass_id
    Canvass.objects.filter(pk=asked).update(
        **weeks, announced_at=weeks["opens_at"], closes_at=day, closed_at=day, counted_at=day,
        published_at=day,
    )  # fmt: skip
    for number, draft in enumerate(Draft.objects.filter(edition=edition).order_by("number")):
        out = day - dt.timedelta(days=32 - 9 * number)
        Draft.objects.filter(pk=draft.pk).update(
            begun_at=out, put_out_at=out, until=out + dt.timedelta(days=8)
        )
    Edition.objects.filter(pk=edition.pk).update(
        begun_at=day - dt.timedelta(days=60), in_force_at=day,
        review_on=timezone.localdate(day) + dt.timedelta(days=365),
    )  # fmt: skip
    edition.refresh_from_db()
    return edition


def _voice(user: User, building: Building) -> Said:
    return Said(user, user.memberships.get(household__building=building).household)


def _home(building: Building, room: str) -> Household:
    return Household.objects.select_related("flat").get(flat__building=building, flat__room=room)


def _ahead(days: int) -> dt.datetime:
    day = timezone.localdate() + dt.timedelta(days=days)
    return local_datetime(day, 20)
