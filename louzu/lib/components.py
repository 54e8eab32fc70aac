"""Template tags and filters that settings register as builtins. Other components are templates in
``templates/components/``."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from typing import Protocol

import rules
from django import template
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from louzu.lib import empty_fields, joining, money, quoting, text, time, user_agent
from louzu.lib.attachments import AbstractAttachment, describe_attachments
from louzu.lib.qr_codes import qr_code
from louzu.lib.stacked import stacked as stack

register = template.Library()
register.simple_tag(joining.comma)
for joined in (joining.listed, joining.with_commas, joining.bracketed):
    register.filter(joined)
register.filter(quoting.quoted)
register.filter(empty_fields.with_label)
register.filter("yuan", money.yuan_of)
register.filter(money.yuan_size)
for words in (money.received_words, money.spent_words, money.balance_words):
    register.filter(words)
for cell in (money.received_cell, money.spent_cell, money.balance_cell):
    register.filter(cell)

ICONS = {
    "home": "M3 11 12 4l9 7v9h-6v-6H9v6H3z",
    "notices": "M4 5h16v11H4zM8 20h8M12 16v4M8 9h8M8 12h5",
    "lounge": "M4 5h16v11H10l-5 4v-4H4z",
    "matters": "M4 20V9l8-5 8 5v11M4 20h16M8 20v-5h8v5M8 11h8",
    "charter": "M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7",
    "me": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 4-6 8-6s8 2 8 6",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.2 15.2 21 21",
    "call": "M6 3h3l2 5-2.5 2a12 12 0 0 0 5.5 5.5L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z",
    "key": "M14 10a4 4 0 1 0-4 4M12.8 12.8 20 20M17 17l2-2",
}
FLOWERS = ("camellia", "lotus", "mum", "orchid", "osmanthus", "plum")
"""Pictures for people without a photo, in ``static/img/flowers/``."""
SEAL_PLACES = {
    1: ((24, 32, 26),),
    2: ((24, 22, 18), (24, 41, 18)),
    3: ((33, 22, 17), (33, 39, 17), (15.5, 30.5, 17)),
    4: ((33, 22, 17), (33, 39, 17), (15.5, 22, 17), (15.5, 39, 17)),
}
"""(x, baseline, size) of each character, in columns from right to left as on a seal."""


class HasKey(Protocol):
    pk: int


class HasName(Protocol):
    nickname: str
    door_number: str


@register.simple_block_tag(takes_context=True)
def card(  # noqa: PLR0913 -- the attributes of a card
    context: Context,
    content: SafeString,
    title: str = "",
    *,
    id: str = "",  # noqa: A002 -- the attribute's name
    key: object = "",
    label: str = "",
    tone: str = "",
    more: str = "",
    words: str = "",
) -> SafeString:
    """A sheet with a heading, or with a ``label`` for screen readers alone.

    ``key`` is appended to ``id`` where a page has several such cards. ``more`` is the URL name of a
    page of this building, linked as ``words``.
    """
    anchor = f"{id}{key}" if id else ""
    named = format_html(' aria-labelledby="{}"', anchor) if anchor else ""
    if label:
        named = format_html(' aria-label="{}"', label)
    heading = format_html("<h2{}>{}</h2>", format_html(' id="{}"', anchor) if anchor else "", title)
    if more:
        url = reverse(more, args=[context["request"].building.slug])
        heading = format_html('<header>{}<a href="{}">{}</a></header>', heading, url, words)
    return format_html(
        '<section class="sheet{}{}"{}>{}{}</section>',
        " " if tone else "",
        tone,
        named,
        heading if title else "",
        content,
    )


@register.simple_block_tag
def stacked(content: SafeString) -> SafeString:
    return mark_safe(stack(content))  # noqa: S308 -- the engine has escaped it


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a one-time key: a form that is sent twice is processed once."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


@register.simple_tag(takes_context=True)
def post_button(  # noqa: PLR0913 -- the attributes of one button
    context: Context,
    label: str,
    view: str,
    *args: object,
    tone: str = "",
    name: str = "",
    value: object = "",
    aria: str = "",
    form: str = "",
) -> SafeString:
    """A form with one button that posts to a URL, with CSRF token and one-time key.

    ``name`` and ``value`` are those of the button. ``aria`` is a longer label for screen readers.
    Raises KeyError in a template that is included with ``only`` and was not given ``csrf_token``.
    """
    return format_html(
        '<form method="post" action="{}"{}>{}{}<button class="button{}{}"{}{} type="submit">{}</button></form>',
        reverse(view, args=args),
        format_html(' class="{}"', form) if form else "",
        format_html(
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
            context["csrf_token"],
        ),
        once(),
        " " if tone else "",
        tone,
        format_html(' name="{}" value="{}"', name, value) if name else "",
        format_html(' aria-label="{}"', aria) if aria else "",
        label,
    )


@register.simple_tag(takes_context=True)
def may(context: Context, capability: str, obj: object) -> bool:
    """``{% may "notices.edit" notice as may_edit %}`` checks the same rules as the views."""
    return bool(rules.has_perm(capability, context["request"].user, obj))


@register.simple_tag
def enclosed(files: Iterable[AbstractAttachment]) -> str:
    return describe_attachments(files)


@register.simple_tag
def badge(text: str, tone: str = "") -> SafeString:
    """A word on a coloured ground.

    ``agree``: done or reached; ``wait``: needs an action; ``unsent``: only on this device;
    ``object``: disagreed or failed; ``told``: information; ``new``: unread. Without a tone it names
    a kind.
    """
    return format_html('<span class="badge{}{}">{}</span>', " " if tone else "", tone, text)


@register.filter
def tone(state: str, table: str) -> str:
    """``state|tone:"accepted=agree open=wait"``. ``*`` matches all other states; the default is ""."""
    tones = dict(pair.split("=") for pair in table.split())
    return tones.get(state, tones.get("*", ""))


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def face(person: HasKey, size: str = "", *, office: bool = False) -> SafeString:
    """The person's flower, which never changes. ``size`` is ``small``, ``tall`` or ""; an office
    adds a ring."""
    classes = " ".join(["face", *([size] if size else []), *(["office"] if office else [])])
    flower = static(f"img/flowers/{FLOWERS[person.pk % len(FLOWERS)]}.svg")
    return format_html(
        '<img class="{}" src="{}" alt="" width="56" height="56" loading="lazy">', classes, flower
    )


@register.simple_tag
def seal(building: HasName) -> SafeString:
    name = building.nickname[:4]
    if name:
        places = SEAL_PLACES[len(name)]
    else:
        name, places = "", ((24, 31, 18),)
    cut = zip(name or [building.door_number[:4]], places, strict=True)
    characters = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="{}">{}</text>',
        ((x, y, size, character) for character, (x, y, size) in cut),
    )
    return format_html(
        '<svg class="seal" width="48" height="48" viewBox="0 0 48 48" aria-hidden="true">'
        '<rect x="2" y="2" width="44" height="44" rx="5"/>'
        '<rect class="seal-edge" x="5.5" y="5.5" width="37" height="37" rx="3"/>{}</svg>',
        characters,
    )


@register.simple_tag
def qr(url: str) -> SafeString:
    svg = qr_code(url).svg_inline(
        scale=4, border=2, omitsize=True, dark="#000", light="#fff", svgclass="qr"
    )
    title = format_html("<title>{}</title>", _("二维码"))
    more = f' width="144" height="144" role="img">{title}'
    return mark_safe(svg.replace(">", more, 1))  # noqa: S308 -- generated by segno


@register.simple_tag
def day(value: dt.date | dt.datetime) -> str:
    return time.format_day(value)


@register.simple_tag
def date(value: dt.date, *, with_year: bool = False) -> str:
    return time.format_date(value, with_year=with_year)


@register.filter
def device(user_agent_header: str) -> str:
    return user_agent.device_of(user_agent_header)


@register.filter
def weekday(value: dt.date) -> str:
    return str(time.WEEKDAYS[value.weekday()])


@register.simple_tag
def full_day(value: dt.date | dt.datetime) -> str:
    return time.format_full_day(value)


@register.simple_tag
def full_moment(value: dt.datetime) -> str:
    return time.format_full_moment(value)


@register.filter
def paragraphs(typed: str) -> SafeString:
    return text.from_plain(typed)


@register.filter
def line(typed: str) -> SafeString:
    return text.line_from_plain(typed)


@register.simple_tag
def moment(value: dt.datetime) -> str:
    return time.format_moment(value)


@register.simple_tag
def moment_formats() -> str:
    return json.dumps(time.formats_for_scripts(), ensure_ascii=False)


@register.simple_tag
def span(start: dt.datetime, end: dt.datetime | None) -> str:
    return time.format_span(start, end)


@register.simple_tag
def left(value: dt.datetime) -> str:
    return time.format_time_left(value)


@register.simple_tag
def today() -> str:
    return time.format_day(timezone.localdate())


@register.simple_tag
def full_today() -> str:
    return time.format_full_day(timezone.localdate())
