"""Canvasses of the crowd with their answers and visits."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from governance.canvass.models import (
    Answer,
    Canvass,
    Count,
    Current,
    TextVersion,
    Visit,
    Voice,
    VoiceFlat,
)
from governance.canvass.presets import PRESETS, RuleData, rule_to_json
from governance.canvass.queries.counting import result_of
from governance.demo.crowd._shared import A_DAY, CrowdBuilding, add_journal_lines, bulk_create

QUESTIONS = ("楼道要不要重新粉刷？", "门口装一盏灯好吗？", "这份楼组公约您家知道了吗？")


def create_canvasses(places: list[CrowdBuilding], years: int) -> None:
    """Create a published canvass per half year, and an open one in two of three buildings."""
    rule = rule_to_json(PRESETS["residents_meeting"].rule_of())
    over = [(p, 182 * n * A_DAY) for p in places for n in range(1, 2 * years + 1)]
    running = [(p, None) for p in places if p.building.pk % 3]
    canvasses = [_canvass(place, ago, rule) for place, ago in (*over, *running)]
    bulk_create(canvasses)
    bulk_create([
        TextVersion(canvass=c, number=1, body=c.body, html=c.html, by_id=c.author_id)
        for c in canvasses
    ])  # fmt: skip
    by_place = {p.building.pk: p for p in places}
    voices = bulk_create([
        Voice(canvass=c, number=n, label=str(h.flat), code=f"{n:06d}", household=h)
        for c in canvasses for n, h in enumerate(by_place[c.building_id].homes, start=1)
    ])  # fmt: skip
    bulk_create([
        VoiceFlat(canvass=v.canvass, voice=v, flat=v.household.flat, floor=v.household.flat.floor,
                  room=v.household.flat.room, answering=v.household)
        for v in voices if v.household
    ])  # fmt: skip
    _answer(voices, by_place)
    add_journal_lines(places, canvasses, "canvass.opened", lambda canvass: canvass.opened_at)
    done = [c for c in canvasses if c.published_at]
    bulk_create([
        Count(canvass=c, first=by_place[c.building_id].people[1], first_at=c.closes_at,
              second_id=c.author_id, second_at=c.closes_at, result=result_of(c))
        for c in done
    ])  # fmt: skip
    add_journal_lines(places, done, "canvass.published", lambda canvass: canvass.published_at)


def _canvass(place: CrowdBuilding, ago: dt.timedelta | None, rule: RuleData) -> Canvass:
    """Return a canvass that ended ``ago``, or that is open if ``ago`` is None."""
    now, quiet = timezone.now(), place.dice.randint(2, 40)
    closes = now - ago if ago else now + place.dice.randint(1, 20) * A_DAY
    opens = closes - 14 * A_DAY if ago else now - quiet * A_DAY
    ended = (
        {"closed_at": closes, "counted_at": closes, "published_at": closes + A_DAY} if ago else {}
    )
    return Canvass(
        building=place.building, author=place.voice_of_the_house, office="leader",
        state="published" if ago else "open", purpose="hear", preset="residents_meeting",
        electorate="households", rule=rule, question=place.dice.choice(QUESTIONS), body="正文",
        html="<p>正文</p>", opens_at=opens, closes_at=closes, opened_at=opens,
        announced_at=opens - 7 * A_DAY, **ended,
    )  # fmt: skip


def _answer(voices: list[Voice], by_place: dict[int, CrowdBuilding]) -> None:
    """Answer most of the published canvasses and a part of the open ones. Some of these have no
    recent activity."""
    answers, visits = [], []
    for voice in voices:
        canvass = voice.canvass
        place = by_place[canvass.building_id]
        share = 0.9 if canvass.published_at else 0.3 * place.life
        at = canvass.opens_at + place.dice.random() * 2 * A_DAY
        by = place.voice_of_the_house
        if place.dice.random() < share:
            choice = "object" if place.dice.random() < 0.1 else "agree"  # noqa: PLR2004 -- share of objections
            reason = "怕吵" if choice == "object" else ""
            answers.append(
                Answer(voice=voice, choice=choice, reason=reason, channel="web", version=1, by=by,
                       said_at=at, at=at)
            )  # fmt: skip
        elif place.dice.random() < share:
            visits.append(Visit(voice=voice, outcome="not_in", by=by, visited_at=at, at=at))
    bulk_create([Current(voice=a.voice, answer=a) for a in bulk_create(answers)])
    bulk_create(visits)
