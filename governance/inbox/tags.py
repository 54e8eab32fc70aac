"""Template tag by which pages mark the news as read that lead to them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse

from governance.inbox.queries.news import unread_news_at

register = template.Library()


@register.inclusion_tag("components/read_news.html", takes_context=True)
def read_news(context: Context, unread: bool | None = None) -> dict[str, object]:
    """Render the form that marks the news as read that lead to the page, if there are any. A script
    sends it. A page that did not fetch its object by ``with_unread_news`` costs a statement more."""
    request = context["request"]
    if unread is None and request.user.is_authenticated:
        unread = unread_news_at(request.path, request.user).exists()
    return {"unread": unread, "request": request, "action": reverse("ways:read_news")}
