"""How the journal's verbs read. Each room tells its own in its ``verbs.py``, as one table."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {}
ANONYMOUS_NAMES: dict[str, str | Promise] = {}
"""Who acts in a room's lines that name nobody; the clock, where the room does not say."""


def register_verbs(room: str, **sentences: str | Promise) -> None:
    """``register_verbs("notices", posted=_("%(who)s张贴了“%(title)s”"))`` words the verb ``notices.posted``.

    ``who`` did it to ``whom``: both as far as they agreed to be named, who acts in an office by name.
    ``name`` is the latter's in full, for acts that make it public and those which only the leader
    and the committee read.
    """
    SENTENCES.update({f"{room}.{verb}": sentence for verb, sentence in sentences.items()})


def register_anonymous_name(room: str, name: str | Promise) -> None:
    """In this room a line without an actor is a neighbour who is not to be named."""
    ANONYMOUS_NAMES[room] = name


register_verbs(
    "residents",
    appointed=_("%(name)s开始担任%(title)s"),
    office_ended=_("%(name)s不再担任%(title)s"),
    record_added=_("%(who)s在居委工作台登记了%(title)s"),
    record_changed=_("%(who)s在居委工作台改了%(title)s"),
    roster_imported=_("%(who)s更新了住户名册：%(title)s"),
    roster_import_undone=_("%(who)s撤回了一次名册导入：%(title)s"),
    roster_exported=_("%(who)s导出了住户名册（%(title)s）"),
    list_exported=_("%(who)s导出了居委工作台的一张清单（%(title)s）"),
    account_changed=_("%(who)s在居委工作台改了%(name)s的账号：%(title)s"),
    account_closed=_("%(who)s停用了%(name)s的账号"),
    account_opened=_("%(who)s恢复了%(name)s停用的账号"),
    password_set=_("%(who)s给%(name)s定了一个新密码"),
    phone_seen=_("%(who)s看了%(name)s的手机号（%(title)s）"),
    record_phone_seen=_("%(who)s看了%(title)s"),
    record_phone_entered=_("%(who)s登记了%(title)s"),
    record_phone_changed=_("%(who)s改了%(title)s"),
    record_phone_cleared=_("%(who)s清掉了%(title)s"),
    forgotten=_("%(name)s的个人信息按本人要求删除了"),
    slips_printed=_("%(who)s印了%(title)s"),
    key_slip_printed=_("%(who)s给%(name)s印了一张重设登录的条"),
    slip_revoked=_("%(who)s收回了%(title)s"),
    joined=_("%(name)s用%(title)s加入了"),
    enrolled=_("%(who)s帮%(name)s开了户，%(title)s"),
    joining_undone=_("%(who)s撤销了%(name)s的加入，%(title)s"),
    key_renewed=_("%(name)s重设了登录方式，%(title)s"),
    moved_out=_("%(name)s搬离了%(title)s，由%(who)s登记"),
    answering_changed=_("%(who)s改了%(name)s能不能代表%(title)s答复"),
    building_closed=_("%(who)s登记%(title)s撤销了"),
    building_reopened=_("%(who)s恢复了%(title)s"),
    buildings_merged=_("%(who)s登记：%(title)s"),
    building_split=_("%(who)s登记：%(title)s"),
    flat_closed=_("%(who)s登记%(title)s不再单独算一室"),
    flat_reopened=_("%(who)s恢复了%(title)s"),
    household_left=_("%(who)s登记%(title)s的人家搬走"),
    household_came=_("%(who)s登记%(title)s有人家搬来"),
    household_moved=_("%(who)s登记一户人家搬家：%(title)s"),
    household_reopened=_("%(who)s撤销了%(title)s的搬走，这户还住着"),
    flats_replaced=_("%(who)s改了室的登记：%(title)s"),
    flats_sold=_("%(who)s登记%(title)s换了业主"),
    owners_merged=_("%(who)s登记%(title)s是同一位业主，表决算一票"),
    owner_split=_("%(who)s登记%(title)s是另一位业主的，表决各算一票"),
    guessing_stopped=_("有人连着猜%(title)s的入户码，已经停一小时不收"),
    pin_locked=_("%(name)s的6位数字连错5次，这台设备停用了"),
)
