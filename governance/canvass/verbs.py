from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.journal.verbs import register_verbs

register_verbs(
    "canvass",
    drafted=_("%(who)s起草了征询“%(title)s”"),
    announced=_("%(who)s预告了征询“%(title)s”"),
    notice_shortened=_("%(who)s同意“%(title)s”缩短公示期"),
    chose_holders=_("%(who)s为“%(title)s”选好了票箱的保管人"),
    printed_envelope=_("%(who)s打印了“%(title)s”的一个口令信封"),
    held_envelope=_("%(who)s收好了“%(title)s”的一个口令信封"),
    opened=_("挨家挨户征询“%(title)s”开始了"),
    told=_("“%(title)s”又有一户知道了"),
    shared=_("%(who)s请%(name)s为“%(title)s”去敲几家的门"),
    unshared=_("%(who)s改了“%(title)s”的上门分工"),
    visited=_("%(who)s为“%(title)s”走访了一户"),
    told_together=_("%(who)s登记了几户知道“%(title)s”了"),
    answered=_("“%(title)s”又有一户答复了"),
    checked=_("%(who)s核对了“%(title)s”的一份答复"),
    talked=_("%(who)s记下了“%(title)s”的一次谈话"),
    reworded=_("%(who)s修改了“%(title)s”的文字"),
    extended=_("%(who)s把“%(title)s”的截止时间往后延了"),
    closed=_("征询“%(title)s”截止了"),
    counting=_("%(who)s清点了“%(title)s”，等第二个人"),
    counted=_("%(who)s第二个清点了“%(title)s”"),
    handed_out_paper=_("%(who)s为“%(title)s”发了一张纸票"),
    confirmed_paper=_("“%(title)s”的一张纸票，第二个人核对了"),
    disputed_paper=_("“%(title)s”的一张纸票，那一户说没有领过"),
    returned_paper=_("%(who)s收回了“%(title)s”的一张纸票"),
    voided_paper=_("“%(title)s”有一户记了领纸票，没有核对过，后来在网上投了，那张作废"),
    opened_box=_("%(who)s和%(name)s一起打开票箱，数完了“%(title)s”"),
    published=_("%(who)s公布了“%(title)s”的结果"),
    published_by_clock=_("“%(title)s”清点好满三天，结果自动公布了"),
    withdrawn=_("%(who)s撤回了征询“%(title)s”"),
)
