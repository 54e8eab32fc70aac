"""Personal data in the tables of ``residents``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from residents.background.queries import long_jobs_of
from residents.people.mentions import Mention
from residents.privacy.queries import personal_rows
from residents.rooms.personal_data import BUILDING, ONLY_ME, DataCategory
from residents.roster.queries.batches import batches_about

DATA_CATEGORIES = (
    DataCategory(
        "account",
        _("账号"),
        seen_by=_(
            "称呼和手机号，按上面“我同意的事”；自我介绍，跟着称呼；"
            "登录用的名字、什么时候开户、上次登录，您自己和居委；其余只有您自己"
        ),
        until=_("到您要求删除为止"),
        rows_of=personal_rows.account_of,
        columns={
            "shown_name": _("称呼"),
            "username": _("登录用的名字"),
            "phone": _("手机"),
            "phone_verified_at": _("什么时候核对过手机号"),
            "introduction": _("自我介绍"),
            "skills": _("会做的、愿意帮忙的"),
            "text_size": _("字号"),
            "language": _("文字"),
            "date_joined": _("什么时候开户"),
            "last_login": _("上次登录"),
        },
    ),
    DataCategory(
        "memberships",
        _("住在哪里"),
        seen_by=_("楼组长、骨干、志愿者和居委；您在客厅说话时，室号写在旁边"),
        until=_("搬走以后还留着从哪天到哪天；您要求删除以后，写的是“一位前住户”"),
        rows_of=personal_rows.homes_ever_of,
        columns={
            "building": _("楼组"),
            "household": _("室"),
            "since": _("从哪天起"),
            "until": _("到哪天止"),
            "may_answer": _("可以代表全家答复"),
        },
        present=personal_rows.MembershipRow,
    ),
    DataCategory(
        "offices",
        _("担任过的职务"),
        seen_by=BUILDING,
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=personal_rows.offices_ever_of,
        columns={
            "kind": _("职务"),
            "place": _("哪里"),
            "since": _("从哪天起"),
            "until": _("到哪天止"),
            "contact": _("愿意让邻居拨打的电话"),
        },
        present=personal_rows.OfficeRow,
    ),
    DataCategory(
        "consents",
        _("我同意过的事"),
        seen_by=_("您自己和居委"),
        until=_("一直保留，作为您同意过、收回过的凭据，里面没有名字"),
        rows_of=personal_rows.consents_of,
        columns={
            "kind": _("同意什么"),
            "text": _("当时的说明"),
            "given_at": _("什么时候同意"),
            "withdrawn_at": _("什么时候收回"),
        },
    ),
    DataCategory(
        "sessions",
        _("登录过的设备"),
        seen_by=ONLY_ME,
        until=_("退出以后就删除，最多90天"),
        rows_of=personal_rows.sessions_of,
        columns={
            "created_at": _("什么时候登录"),
            "ip": _("网络地址"),
            "user_agent": _("用什么登录"),
        },
    ),
    DataCategory(
        "desk",
        _("在居委工作台做过的事"),
        seen_by=_("居委"),
        until=_("一直保留"),
        rows_of=personal_rows.admin_log_of,
        columns={
            "action_time": _("时间"),
            "content_type": _("改了哪一类"),
            "action_flag": _("做了什么"),
        },
    ),
    DataCategory(
        "desk_sign_ins",
        _("到居委工作台的登录"),
        seen_by=_("您自己和居委"),
        until=_("一年"),
        rows_of=personal_rows.desk_sign_ins_of,
        columns={"at": _("什么时候登录"), "how": _("怎么登录的")},
    ),
    DataCategory(
        "long_jobs",
        _("让系统慢慢办的事"),
        seen_by=_("您自己和系统管理员"),
        until=_("办完以后90天"),
        rows_of=long_jobs_of,
        columns={
            "title": _("什么事"),
            "state": _("状态"),
            "created_at": _("什么时候开始的"),
            "ended_at": _("什么时候结束的"),
        },
    ),
    DataCategory(
        "list_exports",
        _("导出的长清单"),
        seen_by=ONLY_ME,
        until=_("7天；里面有谁住的居民区，这个人要求删除以后马上没有"),
        rows_of=personal_rows.list_exports_of,
        columns={"title": _("哪张清单"), "at": _("什么时候导出的")},
    ),
    DataCategory(
        "roster_drafts",
        _("上传了还没确认的名册"),
        seen_by=ONLY_ME,
        until=_("一天"),
        rows_of=personal_rows.roster_drafts_of,
        columns={"building": _("楼组"), "name": _("文件名"), "at": _("时间")},
    ),
    DataCategory(
        "roster_batches",
        _("整个居民区一起导入、撤回的名册"),
        seen_by=_("居委"),
        until=_("没有确认的，一天；确认了的一直保留，里面的名册导入以后就没有了，最多一天"),
        rows_of=batches_about,
        columns={
            "neighbourhood": _("居民区"),
            "name": _("文件名"),
            "at": _("时间"),
            "confirmed_at": _("什么时候确认的"),
        },
    ),
    DataCategory(
        "roster_imports",
        _("导入过、撤回过的名册"),
        seen_by=_("居委"),
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=personal_rows.roster_imports_of,
        columns={
            "building": _("楼组"),
            "name": _("文件名"),
            "at": _("什么时候导入的"),
            "undone_at": _("什么时候撤回的"),
        },
    ),
    DataCategory(
        "roster_columns",
        _("说过名册里的一列是什么"),
        seen_by=_("居委"),
        until=_("居委不再记着为止；您要求删除以后，写的是“一位前住户”"),
        rows_of=personal_rows.roster_columns_of,
        columns={"header": _("表头"), "at": _("时间")},
    ),
    DataCategory(
        "kept_files",
        _("选好了还没发出去的照片和PDF"),
        seen_by=ONLY_ME,
        until=_("发出去为止，最多一天"),
        rows_of=personal_rows.files_kept_of,
        columns={"name": _("文件名"), "at": _("时间")},
    ),
    DataCategory(
        "slips",
        _("给我印的、我印的入户条"),
        seen_by=_("您自己、楼组长和居委"),
        until=_("一直保留；条上的码谁也不留"),
        rows_of=personal_rows.slips_about,
        columns={
            "kind": _("种类"),
            "household": _("哪一户"),
            "printed_at": _("什么时候印的"),
            "expires_at": _("用到什么时候"),
        },
        present=personal_rows.SlipRow,
    ),
    DataCategory(
        "joinings",
        _("怎么加入的、帮谁开过户"),
        seen_by=_("您自己、楼组长和居委"),
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=personal_rows.joinings_about,
        columns={
            "household": _("哪一户"),
            "at": _("什么时候"),
            "undone_at": _("什么时候撤销的"),
        },
        present=personal_rows.JoiningRow,
    ),
    DataCategory(
        "owner_accesses",
        _("替哪位业主答复"),
        seen_by=_("您自己、楼组长和居委"),
        until=_("一直保留；您要求删除以后，写的是“一位前住户”"),
        rows_of=personal_rows.owner_accesses_of,
        columns={
            "rooms": _("哪几室"),
            "since": _("从哪天起"),
            "until": _("到哪天止"),
        },
        present=personal_rows.OwnerAccessRow,
    ),
    DataCategory(
        "owner_slips",
        _("我给业主印的信"),
        seen_by=_("您自己、楼组长和居委"),
        until=_("一直保留；信上的码谁也不留"),
        rows_of=personal_rows.owner_slips_by,
        columns={
            "rooms": _("哪几室"),
            "printed_at": _("什么时候印的"),
            "expires_at": _("用到什么时候"),
        },
        present=personal_rows.OwnerSlipRow,
    ),
    DataCategory(
        "devices",
        _("用6位数字登录的设备"),
        seen_by=ONLY_ME,
        until=_("到您要求删除为止；数字本身谁也看不到"),
        rows_of=personal_rows.devices_kept_of,
        columns={
            "made_at": _("什么时候设的"),
            "last_used_at": _("上次登录"),
            "revoked_at": _("什么时候停用的"),
        },
    ),
    DataCategory(
        "passkeys",
        _("通行密钥、动态验证码和备用码"),
        seen_by=ONLY_ME,
        until=_("到您停用它为止"),
        rows_of=personal_rows.passkeys_kept_of,
        columns={"created_at": _("什么时候设的"), "last_used_at": _("上次登录")},
    ),
    DataCategory(
        "wechat",
        _("绑定的微信：微信给楼组的一个编号（openid）"),
        seen_by=_("谁也看不到，只用来登录；您同意了，也用来给您发消息"),
        until=_("到您解绑、取消关注服务号，或者要求删除为止"),
        rows_of=personal_rows.wechat_kept_of,
        columns={"date_joined": _("什么时候绑定的"), "last_login": _("上次登录")},
    ),
)

MENTIONS = (
    Mention(
        "contacts",
        _("每一户的户主或联系人、联系电话、备注"),
        seen_by=_("居委"),
        until=_("居委改掉为止；写着谁的称呼、手机号，这个人要求删除以后就没有了"),
        columns=(
            "residents.household.contact",
            "residents.household.phone",
            "residents.household.note",
        ),
        redacted=True,
    ),
    Mention(
        "imports",
        _("导入名册改动的地方，原来写的是什么（要撤回时用）"),
        seen_by=_("居委，号码只显示头尾"),
        until=_("90天，撤回了就没有；里面有谁的称呼、手机号，这个人要求删除以后就没有了"),
        columns=("residents.rosterimport.kept",),
        redacted=True,
    ),
    Mention(
        "owners",
        _("每一套房的业主：名字、电话、建筑面积"),
        seen_by=_(
            "居委；不住在楼里的业主，楼组长看到名字，看电话会记下来；"
            "问业主的征询里，楼组长、骨干和志愿者看到名字，本楼的人看到面积"
        ),
        until=_(
            "居委依照法律保管，不随账号删除（《民法典》第278条：业主按面积、按人数表决）；"
            "卖了房，记着从哪天到哪天"
        ),
        columns=("residents.owner.name", "residents.owner.also", "residents.owner.phone"),
        redacted=False,
    ),
)
