"""Requirements for papers that are entered as answers, and the storing of their photos."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils.translation import gettext as _

from governance.canvass.inputs import PaperAnswer
from governance.canvass.models import Answer, Canvass, Channel, Choice
from louzu.lib.errors import Refused
from louzu.lib.uploads import CleanPhoto, File


def refuse_without_reason(choice: str, reason: str) -> None:
    if choice == Choice.OBJECT and not reason.strip():
        raise Refused(_("有意见的，请写一句为什么，好让大家一起想办法。"))


def refuse_bad_paper(canvass: Canvass, paper: PaperAnswer, now: dt.datetime) -> None:
    needs_photo = paper.channel in {Channel.DOOR, Channel.SLIP} or (
        paper.channel == Channel.PHONE and canvass.phone_needs_photo
    )
    if needs_photo and not paper.has_evidence:
        raise Refused(_("请拍一张签了字的纸，没有照片不能算。"))
    if paper.relation == Answer.Relation.AUTHORISED and not paper.has_mandate:
        raise Refused(_("受委托签字的，请把委托书也拍下来。"))
    if paper.version > canvass.version:
        raise Refused(_("没有这一稿文字，请看看纸上印的是第几稿。"))
    if paper.said_at and not (canvass.opened_at or now) <= paper.said_at <= now:
        raise Refused(_("答复的时间要在开始征询以后、现在以前。"))


def refuse_late_paper(canvass: Canvass, paper: PaperAnswer) -> None:
    if not paper.has_evidence:
        raise Refused(_("截止以后只收截止前签好的纸，请把签了字的纸拍下来。"))
    if paper.said_at is None or paper.said_at >= canvass.deadline:
        raise Refused(_("截止以后登记的，请写明是截止以前什么时候签的字。"))


def attach_file(row: Model, field: str, file: File | None) -> None:
    """Store a photo or PDF in a field of a row that is saved later."""
    if file is None:
        return
    photo = isinstance(file.content, CleanPhoto)
    content = file.content.jpeg if isinstance(file.content, CleanPhoto) else file.content.content
    name = "sheet.jpg" if photo else "sheet.pdf"
    getattr(row, field).save(name, ContentFile(content, name), save=False)
