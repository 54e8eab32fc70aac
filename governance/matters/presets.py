"""Kinds of matter that come with the portal: their milestones with days, laws and documents.

Days are proposals. No law sets how long a lift takes; a law sets only the days of its posting
(``governance.notices.presets``) and the majority of its canvass (``governance.canvass.presets``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class KindMilestone:
    """A milestone that a matter of the kind begins with."""

    title: StrOrPromise
    days: int | None = None
    """Days from the beginning to the planned day. None leaves the day open."""
    canvass: str = ""
    """The key of the kind of canvass that it needs."""
    period: str = ""
    """The key of the public posting that it needs."""
    source: StrOrPromise = ""
    law_date: dt.date | None = None
    documents: tuple[StrOrPromise, ...] = ()
    """The documents to be collected by then."""


@dataclass(frozen=True, slots=True)
class MatterKind:
    key: str
    name: StrOrPromise
    sentence: StrOrPromise
    milestones: tuple[KindMilestone, ...] = ()
    has_shares: bool = False

    @property
    def documents(self) -> list[StrOrPromise]:
        return [name for milestone in self.milestones for name in milestone.documents]


FREE = "free"
"""The key of the kind without milestones."""
CIVIL_CODE = dt.date(2021, 1, 1)
SHANGHAI_RULES = dt.date(2023, 12, 28)
LIFT_RULES = dt.date(2024, 9, 24)
LIFT_126 = _("沪房更新〔2024〕126号")

LIFT = MatterKind(
    "lift",
    _("加装电梯"),
    _("给楼里装电梯：从摸底到装好，再到有人管着。上海的手续，十四步。"),
    (
        KindMilestone(_("问过各家想不想装"), 14, documents=(_("意愿摸排表"),)),
        KindMilestone(
            _("看过能不能装：可行性评估"),
            45,
            source=LIFT_126,
            law_date=LIFT_RULES,
            documents=(_("可行性评估报告"),),
        ),
        KindMilestone(
            _("方案定稿：图纸、预算、各家出多少、装好以后谁来管"),
            75,
            source=LIFT_126,
            law_date=LIFT_RULES,
            documents=(_("初步设计图"), _("预算"), _("后续管理方案")),
        ),
        KindMilestone(
            _("征询过每一位业主，意见谈过"),
            105,
            canvass="major",
            source=_(
                "沪房更新〔2024〕126号第三部分（二）；《民法典》第278条：三分之二以上参加，四分之三以上同意"
            ),
            law_date=LIFT_RULES,
            documents=(_("征询表"), _("不同意见怎么谈成的")),
        ),
        KindMilestone(
            _("出钱的各家签好协议"),
            135,
            canvass="everyone",
            source=LIFT_126,
            law_date=LIFT_RULES,
            documents=(_("各家分摊的约定"), _("后续管理的协议")),
        ),
        KindMilestone(
            _("征询的结果贴出来"),
            145,
            period="stairwell",
            source=_("沪房更新〔2024〕126号：在小区公告，天数由街镇指导"),
            law_date=LIFT_RULES,
        ),
        KindMilestone(
            _("图纸贴出来，满17天"),
            170,
            period="lift",
            source=_("宝规划资源〔2026〕1号（宝山区）：公示不少于10天，再收意见不少于7天"),
            documents=(_("公示的设计图"),),
        ),
        KindMilestone(
            _("专家看过结构安全"),
            185,
            source=LIFT_126,
            law_date=LIFT_RULES,
            documents=(_("评审意见"),),
        ),
        KindMilestone(
            _("开工手续办好，管线移开"),
            215,
            source=LIFT_126,
            law_date=LIFT_RULES,
            documents=(_("开工手续"), _("施工合同"), _("监理合同")),
        ),
        KindMilestone(
            _("装好，监督检验合格"),
            335,
            source=LIFT_126,
            law_date=LIFT_RULES,
            documents=(_("检验证书"),),
        ),
        KindMilestone(
            _("一起验收"), 350, source=LIFT_126, law_date=LIFT_RULES, documents=(_("竣工验收记录"),)
        ),
        KindMilestone(
            _("使用登记，开始用"),
            365,
            source=_("沪房更新〔2024〕126号：使用前或者使用后30天内登记"),
            law_date=LIFT_RULES,
            documents=(_("使用登记证"),),
        ),
        KindMilestone(
            _("补贴领到"),
            425,
            source=_("沪房更新〔2024〕126号：造价的40%，每台最多28万元"),
            law_date=LIFT_RULES,
            documents=(_("补贴申请表"),),
        ),
        KindMilestone(
            _("有人管着：管理、维保、保险、账户都定好"),
            425,
            source=_("虹房管〔2025〕24号（虹口区）：账目每月公布，每年检验"),
            documents=(_("维保合同"), _("保险单"), _("电梯使用公约")),
        ),
    ),
    has_shares=True,
)
REPAIR = MatterKind(
    "repair",
    _("动用维修资金修一修"),
    _("屋顶、外墙、水管、电梯大修，用维修资金的。"),
    (
        KindMilestone(_("看过哪里坏了"), 7, documents=(_("查勘记录和照片"),)),
        KindMilestone(_("方案和报价拿到"), 30, documents=(_("维修方案"), _("报价单"))),
        KindMilestone(
            _("业主表决过"),
            65,
            canvass="ordinary",
            source=_("《民法典》第278条：使用维修资金，三分之二以上参加，参加的人过半数同意"),
            law_date=CIVIL_CODE,
            documents=(_("表决票"),),
        ),
        KindMilestone(
            _("结果贴出来"),
            75,
            period="stairwell",
            source=_("《上海市住宅物业管理规定》第26条：业委会的决定3天内公布"),
            law_date=SHANGHAI_RULES,
        ),
        KindMilestone(_("合同签好，开工"), 90, documents=(_("施工合同"),)),
        KindMilestone(_("修好，验收过"), 130, documents=(_("验收单"),)),
        KindMilestone(
            _("审价结果贴出来，满30天"),
            180,
            period="audit",
            source=_("《上海市住宅物业管理规定》第67条：审计结果公示30天"),
            law_date=SHANGHAI_RULES,
            documents=(_("审价报告"), _("发票")),
        ),
        KindMilestone(
            _("用了多少维修资金，公布了"),
            190,
            source=_("《民法典》第281条；《上海市住宅物业管理规定》第66条：至少半年公布一次"),
            law_date=SHANGHAI_RULES,
        ),
    ),
)
CLEARING = MatterKind(
    "clearing",
    _("刷墙、清楼道"),
    _("楼道堆物清一清，墙面刷一刷，装扮起来。"),
    (
        KindMilestone(_("看过哪里堆着什么，拍了照"), 5, documents=(_("原来的照片"),)),
        KindMilestone(_("坐下来商量过"), 12),
        KindMilestone(
            _("各家说过同不同意"), 21, canvass="residents", documents=(_("要花的钱，一张清单"),)
        ),
        KindMilestone(
            _("告示贴出来：哪天清，东西怎么认领"),
            29,
            period="stairwell",
            source=_("《消防法》第28条：不得占用、堵塞疏散通道"),
            documents=(_("认领和暂放的登记"),),
        ),
        KindMilestone(_("一层一层清好"), 36),
        KindMilestone(_("墙刷好，装扮好"), 50, documents=(_("后来的照片"),)),
        KindMilestone(_("写进公约，有人轮着看"), 60),
    ),
)
SHARED_SPACE = MatterKind(
    "shared_space",
    _("公共客厅、公共空间"),
    _("一间空屋、一块角落，改成大家用的地方。"),
    (
        KindMilestone(_("地方看过：归谁，能不能用"), 14, documents=(_("权属和借用的说明"),)),
        KindMilestone(_("想怎么用，坐下来商量过"), 25, documents=(_("布置的样子"),)),
        KindMilestone(
            _("业主表决过"),
            60,
            canvass="major",
            source=_("《民法典》第278条：改变共有部分的用途，三分之二以上参加，四分之三以上同意"),
            law_date=CIVIL_CODE,
        ),
        KindMilestone(_("方案贴出来"), 70, period="stairwell"),
        KindMilestone(_("消防、用电看过"), 80, documents=(_("安全检查记录"),)),
        KindMilestone(_("布置好，开门"), 100, documents=(_("物品清单"),)),
        KindMilestone(_("使用的约定写好，谁管钥匙定好"), 110, documents=(_("使用约定"),)),
    ),
)
PARKING = MatterKind(
    "parking",
    _("停车和充电"),
    _("自行车、电动车停哪里，在哪里充电。"),
    (
        KindMilestone(_("数过有多少辆车"), 10, documents=(_("车辆登记表"),)),
        KindMilestone(
            _("地方看过：消防、物业都说行"),
            30,
            source=_("《上海市非机动车安全管理条例》（2024年）：楼道、大厅、电梯里不得停放和充电"),
            documents=(_("选点的意见"),),
        ),
        KindMilestone(
            _("业主表决过"),
            65,
            canvass="major",
            source=_("《民法典》第278条：改变共有部分的用途，三分之二以上参加，四分之三以上同意"),
            law_date=CIVIL_CODE,
        ),
        KindMilestone(_("方案和收费贴出来"), 75, period="stairwell", documents=(_("收费办法"),)),
        KindMilestone(_("车棚、充电桩装好，验收过"), 120, documents=(_("验收单"), _("保险单"))),
        KindMilestone(_("停车充电的规矩写好"), 130, documents=(_("停车充电的约定"),)),
    ),
)
NO_KIND = MatterKind(FREE, _("别的事"), _("自己一步一步写。"))

MATTER_KINDS = {kind.key: kind for kind in (LIFT, REPAIR, CLEARING, SHARED_SPACE, PARKING, NO_KIND)}
"""In display order."""
