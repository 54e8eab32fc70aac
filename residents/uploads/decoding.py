"""Decode the files of a form before its transaction, so that no connection or lock waits for a
picture.

Files of a form that is shown again are stored (``KeptFile``). The page has their tokens in fields
``kept-<field>``, and the next submission includes the files again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from http import HTTPStatus
from itertools import islice

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from louzu.lib.errors import Refused
from louzu.lib.marks import mark
from louzu.lib.stored_files import StorageFull
from louzu.lib.uploads import (
    KEPT_PREFIX,
    CleanPhoto,
    File,
    Pdf,
    TooManyUploads,
    UnusablePicture,
    assign_token,
    clean_upload_early,
    decoding_slot,
    is_token,
    mark_refused,
    token_of,
)
from residents.people.models import User
from residents.uploads.actions import MAX_KEPT_FILES, delete_files, keep_files
from residents.uploads.models import KeptFile
from residents.uploads.offline_entries import is_offline_entry
from residents.uploads.queries import kept_files_of
from residents.uploads.rates import RateCount, RateLimitExceeded, count

SHOWN_AGAIN = {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY}
"""A form with its errors, or for a script the sentence about its file."""


def decode_files(request: HttpRequest) -> bool:
    """Decode or refuse each file; the form shows the errors. Return False if the files are fine,
    but the server is busy."""
    files = [file for _name, some in request.FILES.lists() for file in some]
    if not files or not request.user.is_authenticated:
        return True
    try:
        _count(request, files)
        with decoding_slot() as until:
            for file in files:
                _decode(request, file, until)
    except Refused as refusal:
        for file in files:
            mark_refused(file, refusal)
        return False
    return True


def _count(request: HttpRequest, files: list[UploadedFile[bytes]]) -> None:
    counted = count(request, "file", number=len(files))
    costly = count(request, "costly_file")
    if isinstance(costly, RateCount):
        costly.undo()
    for one in (counted, costly):
        if isinstance(one, RateLimitExceeded):
            words = ngettext(
                "您发的照片太多了，请过%(n)s分钟再发。写的字都还在。",
                "您发的照片太多了，请过%(n)s分钟再发。写的字都还在。",
                one.minutes,
            )
            raise Refused(words % {"n": one.minutes})


def _decode(request: HttpRequest, file: UploadedFile[bytes], until: float) -> None:
    decoded = clean_upload_early(file, until=until)
    if isinstance(decoded, CleanPhoto | Pdf):
        assign_token(file, decoded)
    if isinstance(decoded, TooManyUploads):
        raise decoded
    if isinstance(decoded, UnusablePicture) and decoded.costly:
        count(request, "costly_file")


def restore_files(request: HttpRequest) -> None:
    """Add the stored files of this form to its files, before new ones."""
    asked = dict(_tokens_in(request))
    if not asked or not isinstance(request.user, User):
        return
    found = kept_files_of(request.user).in_bulk(list(asked))
    for name in dict.fromkeys(asked.values()):
        again = [_restored(found.get(token)) for token, field in asked.items() if field == name]
        request.FILES.setlist(name, again + request.FILES.getlist(name))


def keep_or_delete_files(
    request: HttpRequest,
    response: HttpResponseBase,
    *,
    done: bool,
    again: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """Delete the stored files of an accepted form, and store new ones of a form that is shown
    again.

    If the disk is full, the answer is that of ``again``, which handles the form once more: the page
    then lists no file that was not stored, and says why at its field.
    """
    if not isinstance(request.user, User) or is_offline_entry(request):
        return response
    if done:
        tokens = [token for token, _field in _tokens_in(request)]
        if tokens:
            delete_files(kept_files_of(request.user).filter(pk__in=tokens))
    elif response.status_code == HTTPStatus.OK:
        try:
            keep_files(_should_keep(request), by=request.user)
        except StorageFull as refusal:
            for file in _new_files(request):
                mark_refused(mark(file, token=""), refusal)
            response = again()
            if response.status_code in SHOWN_AGAIN:
                response.status_code = HTTPStatus.INSUFFICIENT_STORAGE
    return response


def handling_files(
    request: HttpRequest, answer: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """Handle the files of a form on pages without a building, such as the desk's."""
    if request.method != "POST":
        return answer()
    decode_files(request)
    restore_files(request)
    response = answer()
    done = response.status_code == HTTPStatus.FOUND
    return keep_or_delete_files(request, response, done=done, again=answer)


def is_restored(file: UploadedFile[bytes]) -> bool:
    return getattr(file, "brought_back", False)


def _tokens_in(request: HttpRequest) -> Iterator[tuple[str, str]]:
    return islice(filter(lambda pair: is_token(pair[0]), _kept_in(request)), MAX_KEPT_FILES)


def _kept_in(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name.startswith(KEPT_PREFIX):
            yield from ((str(value), name.removeprefix(KEPT_PREFIX)) for value in values)


def _should_keep(request: HttpRequest) -> Iterator[tuple[str, File]]:
    for file in _new_files(request):
        decoded = getattr(file, "decoded", None)
        if isinstance(decoded, CleanPhoto | Pdf):
            yield token_of(file), File(file.name or "", decoded)


def _new_files(request: HttpRequest) -> Iterator[UploadedFile[bytes]]:
    for _name, files in request.FILES.lists():
        yield from (file for file in files if not is_restored(file))


class _RestoredFile(UploadedFile[bytes]):
    """A stored file as an upload. It is read only when a field uses it."""

    brought_back = True

    def __init__(self, kept: KeptFile) -> None:
        super().__init__(kept.file, kept.name, size=kept.file.size)
        self.kept = kept
        self.token = kept.token
        self.is_photo = kept.width is not None

    @cached_property
    def decoded(self) -> CleanPhoto | Pdf:
        if self.kept.width is None or self.kept.height is None:
            return Pdf(self.kept.file)
        with self.kept.file.open("rb") as whole, self.kept.thumbnail.open("rb") as small:
            return CleanPhoto(whole.read(), small.read(), self.kept.width, self.kept.height)


def _restored(kept: KeptFile | None) -> UploadedFile[bytes]:
    """Return the stored file, or one that is refused if it is gone, so that the person notices."""
    if kept is not None:
        with suppress(FileNotFoundError):
            return _RestoredFile(kept)
    file = SimpleUploadedFile(_("照片"), b"-")
    gone = _("有照片或PDF没有留住（放得太久，或者加起来太大），请重新选。")
    mark_refused(file, Refused(gone))
    return mark(file, brought_back=True)
