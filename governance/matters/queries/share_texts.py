"""The question that asks for agreement to a share table. It names no flat's sum."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.matters.models import ShareTable
from governance.matters.queries.share_words import how_divided, subsidy_words
from louzu.lib.markup import escape_marks
from louzu.lib.money import yuan_of
from louzu.lib.quoting import quoted


def question_of(table: ShareTable) -> str:
    words = {"title": quoted(table.matter.title), "version": table}
    return _("同意“%(title)s”的分摊方案（%(version)s）吗？") % words


def text_of(table: ShareTable) -> str:
    """Return the text that neighbours agree to, as Markdown. Who agrees sees the own sum elsewhere."""
    given = [*table.subsidies.all()]
    left = table.total_fen - sum(one.fen for one in given)
    paying = table.lines.filter(fen__gt=0).count()
    lines = [
        _("一共要花%(yuan)s元。") % {"yuan": yuan_of(table.total_fen)},
        *(_subsidy_sentence(one.name, yuan_of(one.fen), subsidy_words(one)) for one in given),
        ngettext("余下%(yuan)s元，由%(n)s户分摊。", "余下%(yuan)s元，由%(n)s户分摊。", paying)
        % {"yuan": yuan_of(left), "n": paying},
        _("怎么分：%(rule)s") % {"rule": table.rule},
        *how_divided(table.method),
        _(
            "您家出多少，只有您家、楼组长和管账的人看得到：在“分摊”那一页上看，"
            "或者看送上门的那张约定，一户一张。"
        ),
    ]
    return "\n\n".join(map(escape_marks, lines))


def _subsidy_sentence(name: str, yuan: str, how: str) -> str:
    words = {"name": name, "yuan": yuan, "how": how}
    if how:
        return _("%(name)s出%(yuan)s元（%(how)s）。") % words
    return _("%(name)s出%(yuan)s元。") % words
