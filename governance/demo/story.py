"""Data of the demo: building 114 "连心楼" as a newspaper described it in 2022, and building 115."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "louzu-demo"  # noqa: S105 -- shown on the demo's sign-in page


@dataclass(frozen=True, slots=True)
class DemoHome:
    """A flat with its owner and its people by age: 0–6, 7–17, 18–59, 60 and over."""

    floor: int
    room: str
    area: str
    owner: str
    ages: tuple[int, int, int, int]
    occupancy: str = "owner"


HOUSEHOLDS_114 = (
    DemoHome(1, "101", "62.35", "张桂芳", (0, 0, 0, 1)),
    DemoHome(1, "102", "74.80", "徐国强", (0, 1, 2, 0)),
    DemoHome(1, "103", "62.35", "沈阿大", (0, 0, 0, 2)),
    DemoHome(2, "201", "74.80", "周强", (1, 0, 2, 1)),
    DemoHome(2, "202", "81.16", "吴玉珍", (0, 0, 0, 2)),
    DemoHome(2, "203", "62.35", "何平", (0, 1, 2, 0), "let"),
    DemoHome(3, "301", "74.80", "郑伟民", (1, 0, 2, 2)),
    DemoHome(3, "302", "81.16", "王秀英", (0, 0, 1, 2)),
    DemoHome(3, "303", "62.35", "冯丽", (0, 1, 3, 0)),
    DemoHome(4, "401", "74.80", "孙志刚", (0, 0, 2, 1)),
    DemoHome(4, "402", "81.16", "马玉兰", (1, 0, 2, 1)),
    DemoHome(4, "403", "81.16", "朱建华", (0, 0, 0, 2)),
    DemoHome(4, "404", "62.35", "胡敏", (0, 1, 1, 0), "let"),
    DemoHome(5, "501", "74.80", "李建国", (0, 0, 0, 2)),
    DemoHome(5, "502", "81.16", "林小燕", (1, 1, 2, 0)),
    DemoHome(5, "503", "81.16", "陈美华", (0, 0, 1, 2)),
    DemoHome(5, "504", "62.35", "高翔", (0, 1, 2, 0)),
    DemoHome(6, "601", "74.80", "罗永福", (0, 0, 0, 2)),
    DemoHome(6, "602", "81.16", "梁静", (1, 0, 2, 1)),
    DemoHome(6, "603", "81.16", "谢宝根", (0, 0, 1, 2)),
    DemoHome(6, "604", "62.35", "唐文", (0, 0, 0, 1)),
)
HOUSEHOLDS_115 = tuple(
    DemoHome(floor, f"{floor}0{door}", "70.00", f"{surname}先生", (0, 0, 1, 1))
    for floor, surname in enumerate("赵钱孙李周吴", start=1)
    for door in (1, 2)
)


@dataclass(frozen=True, slots=True)
class Persona:
    """A person whom visitors of the demo can sign in as. ``what`` is the text on the button."""

    username: str
    name: str
    what: str
    building: str = "114"
    room: str = ""
    office: str = ""
    text_size: str = "normal"
    phone: str | None = None
    introduction: str = ""
    skills: str = ""
    agrees_to: tuple[str, ...] = ("name",)


PERSONAS = (
    Persona(
        "leader", "李建国", "楼组长", room="501", office="leader",
        introduction="退休前在造船厂，住这栋楼二十多年了，谁家有事都可以敲门。", skills="看图纸、修水龙头",
    ),
    Persona(
        "core", "陈美华", "骨干", room="503", office="core",
        introduction="以前是小学老师，喜欢种花，客厅窗台上那几盆就是我的。", skills="辅导功课、种花",
    ),
    Persona(
        "volunteer", "周强", "志愿者", room="201", office="volunteer", phone="10000000201",
        introduction="白天上班，晚上和周末在家。", skills="修灯、修电脑、搬重物",
        agrees_to=("name", "phone"),
    ),
    Persona(
        "resident", "王阿姨", "居民", room="302", phone="10000000302",
        introduction="爱唱越剧，星期二、星期四在公共客厅练嗓子，欢迎来听。", skills="裁衣服、包粽子",
    ),
    Persona(
        "elder", "张阿婆", "居民，用大字", room="101", text_size="large", phone="10000000101"
    ),
    Persona("staff", "林老师", "居委工作人员", office="staff"),
    Persona(
        "treasurer", "冯丽", "管账人", room="303", office="treasurer",
        introduction="做过会计，楼里的账我来记，每个月贴出来。", skills="记账、报税",
    ),
    Persona("neighbour", "赵明", "隔壁115号的楼组长", building="115", room="101", office="leader"),
)  # fmt: skip


LETTER_BOXES = ("402", "403", "601")
"""Rooms with an unused slip."""
HELPED_TO_JOIN = ("103", "沈阿公")
"""Room and name of the person for whom the volunteer opened an account, not used yet."""


def sign_ins() -> list[dict[str, str]]:
    return [
        {"username": p.username, "name": p.name, "what": p.what, "password": PASSWORD}
        for p in PERSONAS
    ]


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """A notice, with its author, its age in days and its text."""

    by: str
    days_ago: int
    title: str
    body: str
    public: bool = False
    pinned: bool = False
    photo: bool = False


NOTICES = (
    DemoNotice(
        "leader", 26, "三楼公共客厅布置好了，欢迎来坐坐",
        "三楼平台就是咱们的公共客厅：两侧墙面有**公示栏、风采墙、邻里之家和楼组公约**。\n\n"
        "桌椅是各家拿出来的，用完请放回原处。想添什么，在“公共客厅”里说一声。",
        public=True,
    ),
    DemoNotice(
        "core", 12, "周六第一次大扫除：爷叔刷墙，阿姨打扫，孩子画水表箱",
        "第一次讨论时大家说，楼道墙壁和扶手脏、楼道堆物，和新电梯不相配。商量下来这样分工：\n\n"
        "1. 爷叔们粉刷二到四楼墙面\n2. 阿姨们擦扶手、清堆物\n3. 孩子们跟着老师在水表箱上画画\n\n"
        "周六**上午9点**在三楼公共客厅集合，工具居委准备。",
        pinned=True,
    ),
    DemoNotice(
        "staff", 5, "流感疫苗接种登记（60岁以上）",
        "60岁以上居民可以在居委登记接种，带身份证。行动不便的，请邻居或楼组长代为登记。\n\n"
        "登记到本月底，每天上午9点到下午4点。",
    ),
    DemoNotice(
        "leader", 1, "三楼公共客厅换灯，周三下午停电半小时",
        "周三下午2点到2点半，三楼公共客厅换灯，楼道照明会停半小时，**电梯不受影响**。"
        "上下楼梯请小心。",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoThread:
    """A thread of the lounge, with its author, kind, replies and final state."""

    by: str
    kind: str
    title: str
    text: str
    answers: tuple[tuple[str, str], ...] = ()
    end: str = ""
    """``met``, ``settled``, ``taken_up`` or ``set_aside``, or "" if it is open."""
    reason: str = ""
    """Why it was set aside."""
    unnamed: bool = False
    days_ahead: int = 0
    """Days until an invitation takes place. Negative if it is over."""
    place: str = ""
    room_for: int | None = None
    joining: tuple[tuple[str, int], ...] = ()
    """Names with numbers of people for an invitation, or helpers who offer."""
    supporting: tuple[str, ...] = ()
    wish: str = ""


@dataclass(frozen=True, slots=True)
class DemoCarriedNotice:
    """A notice with a canvass: a question, or with a period a public posting."""

    by: str
    days_ago: int
    title: str
    body: str
    period: str = ""
    told: tuple[str, ...] = ()
    """Rooms in which the volunteer told it."""
    objects: tuple[str, str] | None = None
    """Room and reason of an objection."""


CARRIED_NOTICES = (
    DemoCarriedNotice(
        "leader", 2, "周日上午检修消防水管，停水两小时",
        "周日**上午9点到11点**停水，请先接好水。\n\n"
        "- 九点以前请关好水龙头，来水时别漏了\n- 家里有人要用水的，可以到一楼平台接，居委备了两桶\n\n"
        "怕有人没看到，这次请每家说一声。",
        told=("103", "201", "202", "301", "402", "403", "503", "601"),
    ),
    DemoCarriedNotice(
        "leader", 3, "公示：一楼平台划三个代步车位",
        "一楼平台靠墙一侧，划三个老人代步车位：\n\n1. 宽0.8米，不挡门，不挡信箱\n"
        "2. 只停车，不充电\n3. 划线的钱从楼组活动费里出，一共120元\n\n"
        "公示期里谁家有意见，都可以提；没有意见的，下个月初划线。",
        period="stairwell",
        told=("102", "203", "303", "401", "502", "602"),
        objects=("103", "我家就在平台边上，怕进出的时候声音大。"),
    ),
)  # fmt: skip


THREADS = (
    DemoThread(
        "elder", "need", "谁家有梯子，借用一天？",
        "厨房的灯坏了，够不着。借一天就还，谢谢。",
        (("volunteer", "我家有，下午给您送下来，顺便帮您换上。"), ("elder", "灯亮了，谢谢小周！")),
        end="met", joining=(("volunteer", 1),),
    ),
    DemoThread(
        "volunteer", "plan", "给电梯里装一面镜子",
        "坐轮椅的老人倒着出来，有镜子看得见后面。",
        (("leader", "问过电梯公司，轿厢里不能自己加装。"),),
        end="set_aside", reason="电梯公司说自己加装会影响年检。等年检时请他们一起装，到时候再提。",
    ),
    DemoThread(
        "core", "worry", "晚上十点以后还有人拖椅子",
        "老人睡得早，能不能给椅脚垫一垫？",
        (("resident", "是我家，对不起，已经买了垫子。"), ("core", "好多了，谢谢。")),
        end="settled", supporting=("elder",),
    ),
    DemoThread(
        "resident", "plan", "水表箱上的画，请孩子们再画一层楼",
        "二楼到四楼画好了，五楼六楼的孩子也想画。颜料还有。",
        (("core", "我来带，周日上午。"), ("leader", "好，五楼先画。")),
        end="taken_up", supporting=("elder", "volunteer"), wish="team",
    ),
    DemoThread(
        "core", "plan", "三楼客厅添两把椅子、一个书架",
        "现在坐的人多了，想再添两把椅子，再放个小书架，各家看完的书可以放上去换着看。",
        (("resident", "我家有一把藤椅，可以拿出来。"), ("leader", "好主意，下次议事会一起说。")),
        supporting=("resident", "elder"), wish="agenda",
    ),
    DemoThread(
        "elder", "worry", "家里的事，不知道和谁说",
        "儿子在外地，一个人过节心里空。不想让大家担心，所以不写名字。",
        (("core", "三楼客厅每天下午有人，来坐坐，我给您留个位子。"), ("elder", "谢谢，明天来。")),
        unnamed=True, supporting=("resident",),
    ),
    DemoThread(
        "resident", "need", "周五上午谁能帮我收个快递？",
        "是一箱苹果，有点重。我下午四点回来。",
        joining=(("volunteer", 1),),
    ),
    DemoThread(
        "resident", "invitation", "一起去顾村公园看菊花",
        "坐公交去。走得慢的也没关系，大家互相照应。",
        (("elder", "我去。"),),
        days_ahead=2, place="楼下大门口", room_for=12, joining=(("elder", 1), ("volunteer", 3)),
    ),
    DemoThread(
        "volunteer", "worry", "四楼转角又堆了纸箱，走路要侧身",
        "老人上下楼不方便，晚上也看不清。是不是大家一起想个办法？",
        supporting=("resident", "elder", "core"),
    ),
    DemoThread(
        "resident", "invitation", "上个周末一起包荠菜馄饨",
        "荠菜我来挑，会擀皮的来两位。包好了各家带一碗回去。",
        (("elder", "馅儿调得真好，下次还来。"),),
        days_ahead=-6, place="三楼公共客厅", joining=(("elder", 1), ("core", 2)),
    ),
)  # fmt: skip

PREAMBLE = (
    "电梯装好了，公共客厅有了，墙面是大家一起刷的。为了让这份干净、和气一直在，"
    "楼组长和志愿者一家一家听了意见，大家一致同意，订下这份公约。"
)
ARTICLES = (
    ("爱护公物", "爱护楼内公共物资，谁损坏谁修好。", "电梯、桌椅、墙面都是大家的。"),
    (
        "不堆物",
        "不在楼道内堆物；临时放一放的，贴上室号，不超过一天。",
        "老人要扶着走，救护担架要过得去。",
    ),
    ("不乱扔", "不乱扔垃圾，按时分类投放。", "楼道干净，人人有份。"),
    ("轻声", "晚上十点到早上七点轻声；装修提前三天告诉上下邻居。", ""),
)
WISHES = ("things", "clear_stairs", "no_litter")
"""Typical articles that households ask for: the three of the newspaper's report."""
SHOWN_FLATS = ("101", "201", "302", "501", "503")
AGENDA = (
    ("楼道墙面和扶手怎么保持干净", 20, "自管小组"),
    ("四楼转角的纸箱", 15, "志愿者 周强"),
    ("公共客厅添椅子和书架", 15, "骨干 陈美华"),
)
