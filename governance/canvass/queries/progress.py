"""How far a canvass has come, in words that may leave the portal."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from governance.canvass.disclosure import may_tell_missing
from governance.canvass.lifecycle import CanvassState
from governance.canvass.models import DECIDING, Canvass, Electorate, Voice
from governance.canvass.queries.standing import has_answered, was_told
from governance.canvass.queries.words import heads
from residents.models import Building


def progress_sentence(canvass: Canvass) -> str:
    """Return such as ``21户里16户知道了，还差5户。`` or, before the first, ``请21户都看一看。`` Never who is missing, and no number if only few are."""
    told = was_told() | has_answered()
    done = has_answered() if canvass.purpose in DECIDING else told
    voices = Voice.objects.filter(canvass=canvass).annotate(counts=done)
    count = voices.aggregate(total=Count("pk"), done=Count("pk", filter=Q(counts=True)))
    if not count["total"]:
        return ""
    return _in_words(canvass, count["done"], count["total"])


def shared_canvass_in(building: Building, pk: int) -> Canvass | None:
    """Return a canvass with its count, unless it is a draft or was withdrawn."""
    found = building.canvass_set.seen_by_residents().exclude(state=CanvassState.WITHDRAWN)
    return found.select_related("count_of").filter(pk=pk).first()


def _in_words(canvass: Canvass, done: int, total: int) -> str:
    verb = _("答了") if canvass.purpose in DECIDING else _("知道了")
    words = {"total": heads(total, canvass), "done": heads(done, canvass), "verb": verb}
    missing = total - done
    if not done:
        words = {"total": heads(total, canvass)}
        asks = (
            _("请%(total)s都答一声。")
            if canvass.purpose in DECIDING
            else _("请%(total)s都看一看。")
        )
        return asks % words
    if not missing:
        return _("%(total)s都%(verb)s。") % words
    if may_tell_missing(missing):
        words["missing"] = heads(missing, canvass)
        return _("%(total)s里%(done)s%(verb)s，还差%(missing)s。") % words
    if canvass.electorate == Electorate.HOUSEHOLDS:
        return _("%(total)s里只差几家了。") % words
    return _("%(total)s里只差几位了。") % words
