"""Pages of a single post: edit, delete, show."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from governance.lounge.actions import posts
from governance.lounge.forms.posts import PostForm
from governance.lounge.forms.threads import FORMS, ThreadForm, initial_of_thread
from governance.lounge.models import Photo, Post
from governance.lounge.queries.posts import post_of, versions_of
from governance.lounge.queries.threads import next_change_at, threads_for_page
from louzu.lib.forms import refusals_on
from residents.access.building import BuildingRequest, fetch, in_building, require
from residents.access.files import serve_file
from residents.access.page_cache import cached_page
from residents.uploads.rates import rate_limit


def post_at(request: BuildingRequest, pk: int, number: int, *, to: str) -> Post:
    """Return a readable post if the person has the right ``to``, or raise 404 or 403."""
    thread = fetch(request, threads_for_page(request.user), pk, to="lounge.read")
    post = post_of(thread, number)
    if post is None:
        raise Http404
    require(request, to, post)
    return post


@in_building
@rate_limit("reply")
def edit(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.edit")
    form = _form_of(post, request)
    if form.is_valid():
        with refusals_on(form):
            posts.edit_post(post, form.to_input(), by=request.user)
            messages.success(request, _("改好了。以前怎么写的，邻居也能看到。"))
            return redirect(post.thread.url_of(number))
    return render(request, "lounge/edit.html", {"post": post, "form": form})


def _form_of(post: Post, request: BuildingRequest) -> PostForm | ThreadForm:
    """Return the form of the thread's kind for the first post, or else that of a reply."""
    if post.number > 1:
        return PostForm(request.POST or None, request.FILES or None, initial={"text": post.text})
    made = FORMS[post.thread.kind]
    initial = initial_of_thread(post.thread, post)
    form = made(request.POST or None, request.FILES or None, initial=initial)
    form.fields.pop("unnamed", None)  # anonymity cannot be changed later
    return form


@in_building
@require_safe
@cached_page(next_change_at)
def versions(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.versions")
    context = {"post": post, "versions": versions_of(post)}
    return render(request, "lounge/versions.html", context)


@in_building
def delete(request: BuildingRequest, pk: int, number: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.delete")
    if request.method == "POST":
        posts.delete_post(post, by=request.user)
        messages.success(request, _("删去了。"))
        return redirect(post.thread.url_of(number))
    return render(request, "lounge/delete.html", {"post": post})


@in_building
@require_safe
def photo(
    request: BuildingRequest, pk: int, number: int, photo: int, size: str
) -> HttpResponseBase:
    post = post_at(request, pk, number, to="lounge.see_photo")
    found = _photo_of(post, photo)
    return serve_file(request, found.thumbnail if size == "small" else found.file)


@in_building
@require_POST
def remove_photo(request: BuildingRequest, pk: int, number: int, photo: int) -> HttpResponse:
    post = post_at(request, pk, number, to="lounge.edit")
    posts.remove_photo(post, _photo_of(post, photo), by=request.user)
    messages.success(request, _("照片拿掉了。"))
    return redirect(post.url("edit"))


def _photo_of(post: Post, pk: int) -> Photo:
    found = next((photo for photo in post.photos.all() if photo.pk == pk), None)
    if found is None:
        raise Http404
    return found
