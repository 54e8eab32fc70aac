from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.meetings.queries import personal_data
from residents.people.mentions import Mention
from residents.rooms.personal_data import BUILDING, COMMITTEE, ONLY_ME, DataCategory

KEPT_FOREVER = _("一直保留；您要求删除以后，写的是“一位前住户”")
WHEN_LABEL = _("时间")
MEETING_LABEL = _("会议")

DATA_CATEGORIES = (
    DataCategory(
        "called",
        _("召集的会、请您记录的会"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.meetings_of,
        columns={"title": _("商量什么"), "starts_at": _("什么时候开始"), "place": _("在哪里")},
    ),
    DataCategory(
        "replies",
        _("替家里说过来不来的会"),
        seen_by=COMMITTEE,
        until=KEPT_FOREVER,
        rows_of=personal_data.replies_by,
        columns={"meeting": MEETING_LABEL, "coming": _("来不来")},
    ),
    DataCategory(
        "proposals",
        _("提过的议题"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.proposals_by,
        columns={
            "title": _("议题"),
            "why": _("为什么要商量"),
            "answer": _("答复"),
            "at": WHEN_LABEL,
        },
    ),
    DataCategory(
        "corrections",
        _("对会议记录提过的意见"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.corrections_by,
        columns={"text": _("哪里不对，应该怎么写"), "answer": _("答复"), "at": WHEN_LABEL},
    ),
    DataCategory(
        "tasks",
        _("答应去办的事"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.tasks_of,
        columns={"what": _("什么事"), "due_on": _("到哪天办好"), "said": _("办得怎么样")},
    ),
    DataCategory(
        "editions",
        _("公布过的会议记录"),
        seen_by=BUILDING,
        until=KEPT_FOREVER,
        rows_of=personal_data.editions_by,
        columns={"meeting": MEETING_LABEL, "number": _("第几版"), "at": WHEN_LABEL},
    ),
    DataCategory(
        "photos",
        _("存下的签到表照片"),
        seen_by=_("写会议记录的人"),
        until=KEPT_FOREVER,
        rows_of=personal_data.photos_by,
        columns={"meeting": MEETING_LABEL, "at": WHEN_LABEL},
    ),
    DataCategory(
        "feed",
        _("您的日历订阅"),
        seen_by=ONLY_ME,
        until=_("到您收回或要求删除为止"),
        rows_of=personal_data.feeds_of,
        columns={"made_at": _("什么时候开的")},
    ),
)

MENTIONS = (
    Mention(
        "brought_by",
        _("议程上，这一项是谁提的"),
        seen_by=BUILDING,
        until=_("一直保留；提的人要求删除以后，写的是“一位前住户”"),
        columns=("meetings.agendaitem.brought_by",),
        redacted=True,
    ),
    Mention(
        "sheets",
        _("签到表的照片"),
        seen_by=_("写会议记录的人"),
        until=_(
            "一直保留，不随账号删除：上面的签字是到会的凭据（《个人信息保护法》第13条第1款第3项、第47条）"
        ),
        columns=("meetings.sheetphoto.file",),
        redacted=False,
    ),
)
