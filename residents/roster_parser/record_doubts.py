"""Doubts about changes to the record that may not be intended.

For example, a list of some people that is read as all of them, or a flat that duplicates two existing
ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from louzu.lib.quoting import quoted
from louzu.lib.text import join_first
from residents.roster_parser.columns import normalized_text
from residents.roster_parser.names import party_key
from residents.roster_parser.plan_steps import HomeStep
from residents.roster_parser.record import HomeRecord, RosterRecord
from residents.roster_parser.rooms import component_room_keys, room_key
from residents.roster_parser.sheet_data import RosterSheet

MAX_DOUBTS = 8
MAX_AREA_CHANGE = Decimal("0.2")
"""The largest change of a recorded area that raises no doubt, as a fraction of it."""
PARTIAL_GROUPS = (
    "老人|老年人?|高龄|长者|离退休|退休|儿童|幼儿|婴幼儿|学生|少年|未成年人?|育龄|党员|团员|志愿者|积极分子"
    "|独居|孤老|孤寡|空巢|留守|残疾人?|失独|低保|困难|困境|失能|失智|慢病|重点人群|关爱|优抚|军属|退役军人|失业"
    "|欠费|流动人口|来沪|外来|新冠|疫苗|体检|活动|报名|签到"
)
LIST_WORDS = "名单|名册|花名册|清单|登记表|台账|一览表?|统计表?|信息表?|情况表?|汇总表?|明细表?|表"
PARTIAL_LIST = re.compile(
    rf"(?<![及和与、])(?:(?:{PARTIAL_GROUPS})[^\d及和与、]{{0,6}}(?:{LIST_WORDS})|(?:{PARTIAL_GROUPS})(?:人员|家庭|群体|情况)?$)"
)
LIST_OF_ELDERLY = re.compile(
    r"\d{2}(?:周?岁)?(?:及|含)?以[上下](?:人员|居民)?(?:的?(?:名单|名册|清单|登记表|一览表?))?$"
)


def is_partial_list(title: str) -> bool:
    """Return whether the title is that of a partial list: 114号60岁以上老人名单, 党员."""
    bare = re.sub(r"\(.*?\)|\.(?:xlsx?|csv|et|ods|xlsb)$", "", normalized_text(title).lower())
    return bool(PARTIAL_LIST.search(bare) or LIST_OF_ELDERLY.search(bare))


def doubts_on_record(
    sheet: RosterSheet, steps: list[HomeStep], record: RosterRecord, asked: Collection[str]
) -> Iterator[str]:
    """Yield doubts about values that would replace or duplicate those on record.

    Changed owners of the rooms in ``asked`` are left out: there is a question about them.
    """
    if sheet.of_some and any(step.before != step.after for step in steps):
        yield _(
            "“%(title)s”：看来只列了一部分人。照这样导入，这几户的人数、联系人、电话会改成表里的。"
        ) % {"title": quoted(sheet.of_some)}
    listed = {row.number for row in sheet.rows if row.listed}
    known = [step for step in steps if not step.makes]
    of_people = [step for step in known if step.row in listed]
    for step_of, sentence, text in (
        (
            of_people,
            _("照列出来的人数，这几户的人比登记的少，表里是不是没有列全：%(told)s。"),
            _fewer,
        ),
        (of_people, _("照列出来的人，这几户的联系人要换人：%(told)s。"), _renamed),
        (
            [step for step in known if step.after.room not in asked],
            _("换业主的：%(told)s。"),
            _other_owner,
        ),
        (known, _("面积和登记的差得多，请看看是不是写错了：%(told)s。"), _other_area),
        (
            [step for step in known if step.row not in listed],
            _("联系人换了，表里没有写电话，留着的还是原来那位的电话：%(told)s。"),
            _kept_phone,
        ),
        (
            [step for step in steps if step.before is None],
            _(
                "这几室是新的，可是原来的室登记着，会重复算：%(told)s。两室打通、一室拆开的，"
                "请在工作台里办“和另一室合并”“拆成两室”，再导入。"
            ),
            _OverlappingRooms(record),
        ),
    ):
        if found := _together(step_of, text):
            yield sentence % {"told": found}


def _together(steps: Iterable[HomeStep], reason_of: Callable[[HomeStep], str]) -> str:
    found = [
        _("%(room)s室 %(why)s") % {"room": s.after.room, "why": why}
        for s in steps
        if (why := reason_of(s))
    ]
    return join_first(found, MAX_DOUBTS)


def _before(step: HomeStep) -> HomeRecord:
    return step.before or step.after


def _fewer(step: HomeStep) -> str:
    old, new = _before(step).people, step.after.people
    return _("%(old)d人→%(new)d人") % {"old": old, "new": new} if new < old else ""


def _renamed(step: HomeStep) -> str:
    old, new = _before(step).contact, step.after.contact
    return f"{old}→{new}" if old and party_key(old) != party_key(new) else ""


def _other_owner(step: HomeStep) -> str:
    old, new = _before(step).owner, step.after.owner
    return f"{old.name}→{new.name}" if old and new and old.pk != new.pk else ""


def _kept_phone(step: HomeStep) -> str:
    return _renamed(step) if step.after.phone and step.after.phone == _before(step).phone else ""


def _other_area(step: HomeStep) -> str:
    old, new = _before(step).area, step.after.area
    if not old or not new or abs(new - old) <= old * MAX_AREA_CHANGE:
        return ""
    return f"{old:f}㎡→{new:f}㎡"


class _OverlappingRooms:
    """Callable that names the rooms on record which a new room joins or is a part of."""

    def __init__(self, record: RosterRecord) -> None:
        self._known: dict[str, list[str]] = {}
        for home in record.homes:
            for key in (room_key(home.room), *component_room_keys(home.room)):
                self._known.setdefault(key, []).append(home.room)

    def __call__(self, step: HomeStep) -> str:
        keys = (room_key(step.after.room), *component_room_keys(step.after.room))
        rooms = dict.fromkeys(room for key in keys for room in self._known.get(key, ()))
        return _("（%(rooms)s室登记着）") % {"rooms": "、".join(rooms)} if rooms else ""
