from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.canvass.queries import personal_data
from residents.people.mentions import Mention
from residents.rooms.personal_data import BUILDING, ONLY_ME, DataCategory

FOR_GOOD = _("一直保留，是大家作过决定的凭据；您要求删除以后，写的是“一位前住户”")
HELPERS = _("您家里人、楼组长、骨干和志愿者")
ABOUT, WHEN = _("哪件事"), _("时间")

DATA_CATEGORIES = (
    DataCategory(
        "canvasses",
        _("发起过的征询"),
        seen_by=BUILDING,
        until=FOR_GOOD,
        rows_of=personal_data.canvasses_by,
        columns={"question": _("问题"), "state": _("状态")},
    ),
    DataCategory(
        "texts",
        _("写过的征询文字"),
        seen_by=BUILDING,
        until=FOR_GOOD,
        rows_of=personal_data.texts_by,
        columns={"canvass": ABOUT, "number": _("第几版"), "at": WHEN},
    ),
    DataCategory(
        "answers",
        _("答复过的、替人登记的答复"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.answers_by,
        columns={
            "canvass": ABOUT,
            "voice": _("哪一户"),
            "choice": _("怎么答的"),
            "reason": _("为什么"),
            "at": WHEN,
        },
        present=personal_data.CanvassActivity,
    ),
    DataCategory(
        "answering",
        _("哪几次征询开始时，我能代表家里答复"),
        seen_by=ONLY_ME,
        until=FOR_GOOD,
        rows_of=personal_data.answering_for_by,
        columns={"canvass": ABOUT, "voice": _("哪一户"), "at": WHEN},
        present=personal_data.CanvassActivity,
    ),
    DataCategory(
        "bookmarks",
        _("家里的答复看到哪里了"),
        seen_by=ONLY_ME,
        until=_("您要求删除为止"),
        rows_of=personal_data.bookmarks_of,
        columns={"canvass": ABOUT, "voice": _("哪一户")},
        present=personal_data.CanvassActivity,
    ),
    DataCategory(
        "confirmations",
        _("核对过的答复"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.confirmations_by,
        columns={"at": WHEN},
    ),
    DataCategory(
        "visits",
        _("上门走访、说过“知道了”"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.visits_by,
        columns={
            "canvass": ABOUT,
            "voice": _("哪一户"),
            "outcome": _("结果"),
            "note": _("备注"),
            "at": WHEN,
        },
        present=personal_data.CanvassActivity,
    ),
    DataCategory(
        "errands",
        _("分到的、分出去的上门"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.errands_by,
        columns={"canvass": ABOUT, "voice": _("哪一户"), "at": WHEN},
        present=personal_data.CanvassActivity,
    ),
    DataCategory(
        "talks",
        _("记下的谈话"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.talks_by,
        columns={"on": _("哪天谈的"), "said": _("说了什么"), "offered": _("提了什么办法")},
    ),
    DataCategory(
        "counts",
        _("清点过的征询"),
        seen_by=BUILDING,
        until=FOR_GOOD,
        rows_of=personal_data.counts_by,
        columns={"canvass": ABOUT, "first_at": WHEN},
    ),
    DataCategory(
        "short_notices",
        _("同意过的缩短公示期"),
        seen_by=BUILDING,
        until=FOR_GOOD,
        rows_of=personal_data.short_notices_by,
        columns={"canvass": ABOUT, "reason": _("为什么等不到")},
    ),
    DataCategory(
        "keys",
        _("保管过的票箱口令（只记谁保管，不记口令）"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.keys_of,
        columns={"canvass": ABOUT, "seat": _("第几位"), "held_at": WHEN},
    ),
    DataCategory(
        "papers",
        _("纸票：发过的、核对过的、收回的，说过自己家没有领过的"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.papers_by,
        columns={"canvass": ABOUT, "voice": _("哪一户"), "kind": _("记了什么"), "at": WHEN},
        present=personal_data.CanvassActivity,
    ),
    DataCategory(
        "delegations",
        _("委托：提出的、答应的、登记的、核对的、收回的"),
        seen_by=_("两家人、楼组长、骨干和志愿者；谁家委托了谁家，本楼的人都看得到"),
        until=FOR_GOOD,
        rows_of=personal_data.delegations_by,
        columns={
            "canvass": ABOUT,
            "principal": _("哪一户"),
            "proxy": _("委托了哪一户"),
            "choice": _("怎么答"),
            "reason": _("为什么"),
            "state": _("状态"),
            "at": WHEN,
        },
        present=personal_data.DelegationRow,
    ),
    DataCategory(
        "sheets",
        _("拿进来登记的、签了几家的纸"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.sheets_by,
        columns={"canvass": ABOUT, "at": WHEN},
    ),
    DataCategory(
        "readings",
        _("核对时读得不一样的"),
        seen_by=HELPERS,
        until=FOR_GOOD,
        rows_of=personal_data.readings_by,
        columns={"outcome": _("结果"), "at": WHEN},
    ),
)

MENTIONS = (
    Mention(
        "signers",
        _("纸上答复的签字人：姓名、是这家的谁"),
        seen_by=_("楼组长、骨干、志愿者和居委；这一家自己"),
        until=_("一直保留，计票要凭它；签字的人要求删除以后，写的是“一位前住户”"),
        columns=(
            "canvass.answer.signer",
            "canvass.answer.reason",
            "canvass.homeentry.signer",
            "canvass.homeentry.reason",
            "canvass.linereading.signer",
            "canvass.linereading.reason",
            "canvass.delegation.signer",
            "canvass.delegation.reason",
        ),
        redacted=True,
    ),
    Mention(
        "evidence",
        _("签了字的纸的照片、委托书的照片"),
        seen_by=_("楼组长、骨干、志愿者和居委；这一家自己"),
        until=_(
            "一直保留，不随账号删除：上面的签字是这一家答复过的凭据，公布了的结果有人不服，要凭它核对"
            "（《个人信息保护法》第13条第1款第3项、第47条）"
        ),
        columns=(
            "canvass.answer.evidence",
            "canvass.answer.mandate",
            "canvass.scannedpage.file",
            "canvass.homeentry.mandate",
            "canvass.delegation.mandate",
        ),
        redacted=False,
    ),
    Mention(
        "notes",
        _("上门时记的话：走访的备注、和不同意的人家谈的话、答应的办法"),
        seen_by=_("楼组长、骨干、志愿者和居委；谈的话，这一家自己也看得到"),
        until=_("一直保留；里面写了谁的称呼、手机号，这个人要求删除以后就没有了"),
        columns=(
            "canvass.visit.note",
            "canvass.talk.who",
            "canvass.talk.said",
            "canvass.talk.offered",
            "canvass.objection.offer",
        ),
        redacted=True,
    ),
    Mention(
        "candidates",
        _("推选时候选人的名字、两行介绍和照片"),
        seen_by=_("本楼的人"),
        until=_("一直保留：大家是看着这几行选的，结果要凭它"),
        columns=("canvass.option.title", "canvass.option.details"),
        redacted=False,
    ),
    Mention(
        "roster",
        _("每次征询的名册：哪一户；问业主的，写业主的名字和面积"),
        seen_by=_("本楼的人；业主的名字只有楼组长、骨干、志愿者和居委看到"),
        until=_("一直保留，不随账号删除：谁有权答复，算票要凭它（《民法典》第278条）"),
        columns=("canvass.voice.party",),
        redacted=False,
    ),
)
