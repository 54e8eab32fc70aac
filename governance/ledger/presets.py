"""What the law says about making accounts known."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ABOUT_RECORD = _("这里只记账，不收钱、不付钱。")
BASIS = _(
    "维修资金的筹集、使用情况要定期公布（《民法典》第281条）；共用部分的收入扣除合理成本以后，归业主共有"
    "（第282条）。上海的规定：维修资金至少每半年公布一次，公共收益至少每季度公布一次"
    "（《上海市住宅物业管理规定》第66条）。"
)
HELD_BACK = _(
    "还有一两户交的（或者退的）分摊款没有算进来：满三户合在一起才写，免得看出哪一家交了多少。"
)
