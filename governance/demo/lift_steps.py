"""Days, words and papers of the lift in building 114, whose first and last months a newspaper told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.demo.story import DemoThread

FIRST_DAY = dt.date(2019, 11, 3)
ASKED_ON = dt.date(2019, 12, 6)
POSTED_ON = dt.date(2020, 5, 24)
BEGUN_ON = dt.date(2020, 9, 12)
HANDED_OVER = dt.date(2021, 5, 31)
KEPT_SINCE = dt.date(2021, 7, 2)

TITLE = "给114号装一部电梯"
SENTENCE = "2019年冬天有人提，2021年5月底用上了，前后一年半。四家起先不同意，一家一家谈成了。"
THREAD = DemoThread(
    "resident",
    "plan",
    "六楼的老人下楼要歇三回，能不能装部电梯？",
    "听说别的小区装成了。我们楼六楼四家，三家是老人，买趟菜要歇三回。能不能也问问？",
    (
        ("core", "我家五楼，膝盖也不行了。赞成。"),
        ("volunteer", "我打听过，先要看装不装得下，再问每一家。"),
        ("leader", "我去居委问手续，这个月先一家一家摸个底。"),
    ),
    end="taken_up",
    supporting=("core", "volunteer"),
)


@dataclass(frozen=True, slots=True)
class DemoStep:
    """A milestone of the lift by its number, the day on which it was reached, and a sentence."""

    number: int
    on: dt.date
    said: str
    paper: str = ""
    """The document that shows it."""


@dataclass(frozen=True, slots=True)
class DemoPaper:
    name: str
    dated_on: dt.date
    said: str = ""
    reliance: str = ""


PAPERS = (
    DemoPaper("意愿摸排表", dt.date(2019, 11, 17)),
    DemoPaper("可行性评估报告", dt.date(2019, 11, 29)),
    DemoPaper("初步设计图", dt.date(2019, 12, 1)),
    DemoPaper("初步设计图", dt.date(2019, 12, 4), "井道往东移了四十厘米"),
    DemoPaper("预算", dt.date(2019, 12, 4)),
    DemoPaper("后续管理方案", dt.date(2019, 12, 4)),
    DemoPaper("各家分摊的约定", dt.date(2020, 5, 10), "20家签了字", "agreed"),
    DemoPaper("后续管理的协议", dt.date(2020, 5, 10)),
    DemoPaper("公示的设计图", POSTED_ON, "", "posted"),
    DemoPaper("评审意见", dt.date(2020, 6, 24)),
    DemoPaper("施工合同", dt.date(2020, 8, 28)),
    DemoPaper("监理合同", dt.date(2020, 8, 28)),
    DemoPaper("开工手续", dt.date(2020, 9, 8)),
    DemoPaper("检验证书", dt.date(2021, 5, 14)),
    DemoPaper("竣工验收记录", dt.date(2021, 5, 20)),
    DemoPaper("使用登记证", dt.date(2021, 5, 28)),
    DemoPaper("维保合同", dt.date(2021, 6, 25)),
    DemoPaper("电梯使用公约", dt.date(2021, 6, 28)),
    DemoPaper("保险单", dt.date(2021, 6, 30)),
    DemoPaper("补贴申请表", dt.date(2021, 7, 12)),
)
UNNEEDED = ("征询表", "不同意见怎么谈成的")
"""The canvass has both."""
FOR_LEADERS = "各家分摊的约定"

PLANNED = (
    DemoStep(1, dt.date(2019, 11, 17), "21家都问到了，多数想装", "意愿摸排表"),
    DemoStep(2, dt.date(2019, 11, 29), "北面装得下，离窗两米", "可行性评估报告"),
    DemoStep(3, dt.date(2019, 12, 4), "图纸改了一次，预算65万元", "预算"),
)
"""Before everybody was asked."""
SURVEYED = DemoStep(4, dt.date(2020, 1, 18), "21家全部同意")
AGREED = DemoStep(5, dt.date(2020, 5, 10), "要出钱的20家都签了字")
TOGETHER = DemoStep(6, POSTED_ON, "结果写在图纸那张公示上，一起贴了，没有另外贴")
"""A step that was left out."""
DRAWN = DemoStep(7, dt.date(2020, 6, 10), "贴满17天，没有人反对")
PREPARED = (
    DemoStep(8, dt.date(2020, 6, 24), "专家来看过，同意", "评审意见"),
    DemoStep(9, dt.date(2020, 9, 8), "煤气管和电线移了两个多月", "开工手续"),
)
BUILT = (
    DemoStep(10, dt.date(2021, 5, 14), "停工过两回，天冷一回，等配件一回", "检验证书"),
    DemoStep(11, dt.date(2021, 5, 20), "施工、监理、居委和楼里一起看过", "竣工验收记录"),
    DemoStep(12, HANDED_OVER, "六楼的老人第一个坐", "使用登记证"),
)
INSPECTION = "每年一次的检验，停用两小时"
"""What comes next, in two weeks."""
KEPT = (
    DemoStep(14, KEPT_SINCE, "维保、保险都签好，账每月贴", "维保合同"),
    DemoStep(13, dt.date(2021, 9, 15), "26万元到账", "补贴申请表"),
)

POSTING = "公示：114号加装电梯的设计图和征询结果"
POSTING_TEXT = (
    "全楼21位业主都同意装电梯。设计图贴在三楼平台和一楼大门口，**贴10天，再收7天意见**。\n\n"
    "- 井道在北面，玻璃的，停一到六楼\n- 占地5.2平方米，高21米\n"
    "- 有意见的，写下来交给楼组长或居委"
)
NOTICE = "电梯正式交付使用，各家可以来领卡"
NOTICE_TEXT = (
    "各位邻居：\n\n从2019年11月立项，到今天交付使用，前后一年半，咱们楼的电梯**正式启用**了。"
    "一开始有几家不放心，骨干们一户一户上门，最后全楼都同意，谢谢大家。\n\n"
    "- 每户两张卡，到501室李建国处领\n- 轿厢内请不要吸烟、不要堵门\n"
    "- 有异响或停梯，先按报警按钮，再打电话给楼组长\n"
)
