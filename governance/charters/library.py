"""Typical articles (常见的条文) that households can choose, written for this software, each with its
reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typical:
    """A typical article. Always in Chinese, the language of the charter."""

    key: str
    heading: str
    text: str
    reason: str


LIBRARY = {
    one.key: one
    for one in (
        Typical(
            "things",
            "爱护公共物资",
            "爱护电梯、扶手、桌椅和墙面，谁损坏谁修好或者赔上。",
            "这些是大家出钱出力添的，坏了大家都没得用。",
        ),
        Typical(
            "clear_stairs",
            "不在楼道堆物",
            "楼道和楼梯口不放东西；临时放一放的，贴上室号，不超过一天。",
            "老人要扶着走，担架要过得去，着了火是逃生的路。",
        ),
        Typical(
            "no_litter",
            "不乱扔垃圾",
            "垃圾自己带下楼，不放在门口过夜，掉了汤水随手擦掉。",
            "门口一袋，整层都有味道，还招虫子。",
        ),
        Typical(
            "sorting",
            "垃圾分类",
            "按时、分好类投放；腿脚不便的，邻居顺手带一带。",
            "分得清，楼下的点就不脏；帮一把，谁也不为难。",
        ),
        Typical(
            "quiet",
            "晚上轻声",
            "晚上十点到早上七点轻声：关门轻、拖椅子轻、音响关小。",
            "老人睡得早，孩子要上学，上下只隔一块楼板。",
        ),
        Typical(
            "renovation",
            "装修先打招呼",
            "装修提前三天告诉上下左右邻居；休息日和中午不敲不钻；建筑垃圾当天清走。",
            "有准备就不吵架，电梯和楼道也不会弄脏。",
        ),
        Typical(
            "pets",
            "养宠物",
            "遛狗牵绳，进电梯抱起来或者收短绳；弄脏了当场收拾干净。",
            "有人怕狗，有孩子，有老人，牵住了大家都安心。",
        ),
        Typical(
            "charging",
            "充电",
            "电动车和电池不进楼、不上楼充电，用楼下的充电桩。",
            "电池烧起来只要一两分钟，火和烟从楼梯往上走。",
        ),
        Typical(
            "falling",
            "高空抛物",
            "不从窗口、阳台往下扔东西；花盆、衣架固定好，不放在窗台外沿。",
            "楼下有人走，一个小东西掉下去也会伤人。",
        ),
        Typical(
            "help",
            "邻里互助",
            "多问一声独居的老人；谁家有急事，能帮的搭把手。",
            "远亲不如近邻，今天帮人，明天有人帮。",
        ),
        Typical(
            "lounge",
            "公共客厅",
            "公共客厅用完归位、擦净、关灯；不占着、不放自家的东西。",
            "地方是大家的，下一位来也要坐得舒服。",
        ),
        Typical(
            "lift",
            "爱护电梯",
            "不扒门、不超载；搬大件先垫好；发现异响按报警按钮，再告诉楼组长。",
            "电梯停一天，高楼层的老人就下不了楼。",
        ),
        Typical(
            "smoke",
            "不在楼里抽烟",
            "电梯、楼道和公共客厅不抽烟，烟头不往楼下弹。",
            "楼道不通风，烟味散不掉，也怕着火。",
        ),
        Typical(
            "safety",
            "留心安全",
            "进出随手关好大门；看见生人乱敲门、闻到煤气味，马上告诉楼组长。",
            "一扇门护着大家，早一分钟知道就少一分险。",
        ),
    )
}
"""The first three come from the charter of building 114."""
