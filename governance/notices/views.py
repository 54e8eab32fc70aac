from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.notices import actions
from governance.notices.forms import NoticeForm, WithdrawForm
from governance.notices.models import Attachment, Notice
from governance.notices.queries import (
    board_of,
    for_page,
    past_of,
    tide_of,
    versions_of,
    waiting_in,
)
from louzu.lib.errors import Refused
from louzu.lib.forms import refuse
from louzu.lib.text import from_markdown
from residents.door import (
    BuildingRequest,
    fetch,
    hand_over,
    in_building,
    open_to_visitors,
    remembered,
    require,
)
from residents.models import User

PUBLIC = "a notice may be made public, and visitors see no other"


def _reader(request: BuildingRequest) -> User | None:
    """Whose unread marks a page shows; nobody's for a visitor."""
    return request.user if request.standing.member else None


@open_to_visitors(PUBLIC)
@require_safe
@remembered(tide_of)
def board(request: BuildingRequest) -> HttpResponse:
    reader, after = _reader(request), request.GET.get("after")
    page = board_of(request.building, request.standing, reader, after=after)
    waiting = waiting_in(request.building) if request.standing.posts else []
    return render(
        request, "notices/board.html", {"page": page, "waiting": waiting, "tab": "notices"}
    )


@open_to_visitors(PUBLIC)
@require_safe
@remembered(tide_of)
def past(request: BuildingRequest) -> HttpResponse:
    page = past_of(request.building, request.standing, after=request.GET.get("after"))
    return render(request, "notices/past.html", {"page": page, "tab": "notices"})


@open_to_visitors(PUBLIC)
@require_safe
@remembered(tide_of)
def page(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, for_page(_reader(request)), pk, to="notices.read")
    return render(request, "notices/page.html", {"notice": notice, "tab": "notices"})


@open_to_visitors(PUBLIC)
@require_safe
@remembered(tide_of)
def poster(request: BuildingRequest, pk: int) -> HttpResponse:
    """An A4 sheet for the wall, with a code that leads back here."""
    notice = fetch(request, for_page(), pk, to="notices.read")
    url = request.build_absolute_uri(notice.get_absolute_url())
    return render(request, "notices/poster.html", {"notice": notice, "url": url})


@in_building
@require_safe
@remembered(tide_of)
def versions(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, for_page(), pk, to="notices.read")
    texts = versions_of(notice)
    return render(
        request, "notices/versions.html", {"notice": notice, "versions": texts, "tab": "notices"}
    )


@open_to_visitors(PUBLIC)
@require_safe
def attachment(request: BuildingRequest, pk: int, number: int, size: str) -> FileResponse:
    """A photo, whole or small; or a PDF as a download. It never changes under its address."""
    notice = fetch(request, for_page(), pk, to="notices.read")
    found = next((a for a in notice.attachments.all() if a.pk == number), None)
    if found is None:
        raise Http404
    is_pdf = found.kind == Attachment.Kind.PDF
    file = found.thumbnail if size == "small" and not is_pdf else found.file
    return hand_over(file, download_as=found.name if is_pdf else "")


@in_building
def write(request: BuildingRequest) -> HttpResponse:
    require(request, "notices.write", request.building)
    form = NoticeForm(request.POST or None, request.FILES or None)
    if form.is_valid() and request.POST.get("do") in {"post", "draft"}:
        try:
            notice = actions.draft_notice(request.building, by=request.user, **form.text)
            return _post_or_keep(request, notice)
        except Refused as refusal:
            refuse(form, refusal)
    return _form_page(request, form)


@in_building
def edit(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, for_page(), pk, to="notices.edit")
    form = NoticeForm(request.POST or None, request.FILES or None, instance=notice)
    if form.is_valid() and request.POST.get("do") in {"post", "draft", "save"}:
        version = form.cleaned_data["version"] or 0
        try:
            notice = actions.edit_notice(notice, version=version, by=request.user, **form.text)
            return _post_or_keep(request, notice)
        except actions.Stale as stale:
            return _form_page(request, _confront(request, form, stale, notice), theirs=notice)
        except Refused as refusal:
            refuse(form, refusal)
    return _form_page(request, form)


def _post_or_keep(request: BuildingRequest, notice: Notice) -> HttpResponse:
    if request.POST["do"] == "post":
        notice = actions.post_notice(notice, by=request.user)
        hanging = _("已经贴上公示栏了。") if notice.due else _("到时候会自动贴上公示栏。")
        messages.success(request, hanging)
    elif request.POST["do"] == "draft":
        messages.success(request, _("草稿存好了，别人看不到。"))
    else:
        messages.success(request, _("改好了。"))
    return redirect(notice)


def _confront(
    request: BuildingRequest, form: NoticeForm, stale: Refused, notice: Notice
) -> NoticeForm:
    """The same form with what was typed, now against the newest text; saving again means it."""
    refuse(form, stale)
    newest = request.POST.copy()
    newest["version"] = str(notice.version)
    form.data = newest
    return form


def _form_page(
    request: BuildingRequest, form: NoticeForm, *, theirs: Notice | None = None
) -> HttpResponse:
    preview = from_markdown(request.POST.get("body", "")) if "do" in request.POST else ""
    context = {
        "form": form,
        "notice": form.instance if form.instance.pk else None,
        "preview": preview if request.POST.get("do") == "preview" else "",
        "theirs": theirs,
        "tab": "notices",
    }
    return render(request, "notices/form.html", context)


@in_building
def withdraw(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = fetch(request, Notice, pk, to="notices.withdraw")
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_notice(notice, by=request.user, **form.cleaned_data)
        messages.success(request, _("已经撤下了。"))
        return redirect(notice)
    return render(
        request, "notices/withdraw.html", {"notice": notice, "form": form, "tab": "notices"}
    )


@in_building
@require_POST
def post(request: BuildingRequest, pk: int) -> HttpResponse:
    notice = actions.post_notice(fetch(request, Notice, pk, to="notices.post"), by=request.user)
    messages.success(request, _("已经贴上公示栏了。"))
    return redirect(notice)


@in_building
@require_POST
def discard(request: BuildingRequest, pk: int) -> HttpResponse:
    actions.discard_notice(fetch(request, Notice, pk, to="notices.discard"), by=request.user)
    messages.success(request, _("草稿作废了。"))
    return redirect("notices:board", request.building.slug)


@in_building
@require_POST
def mark_read(request: BuildingRequest, pk: int) -> HttpResponse:
    """Sent by the page itself when it is opened, or by its button where there is no script."""
    notice = fetch(request, Notice, pk, to="notices.mark_read")
    actions.mark_read(notice, by=request.user)
    return redirect(notice)


@in_building
@require_POST
def remove_attachment(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    notice = fetch(request, for_page(), pk, to="notices.edit")
    found = next((a for a in notice.attachments.all() if a.pk == number), None)
    if found is None:
        raise Http404
    actions.remove_attachment(notice, found, by=request.user)
    messages.success(request, _("附件拿掉了。"))
    return redirect("notices:edit", request.building.slug, notice.pk)
