"""Files of a form are decoded before its transaction: no connection and no lock waits for a picture."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import ngettext

from louzu.lib.errors import Refused
from louzu.lib.uploads import Busy, Unusable, decode, refuse_file, seat
from residents.rates import Counted, TooOften, count


def decode_files(request: HttpRequest) -> bool:
    """Each file of the form is decoded or refused; the form then shows what was refused and why.

    False where nothing is wrong with them and the same form may be sent again soon.
    """
    files = [file for _name, some in request.FILES.lists() for file in some]
    if not files or not request.user.is_authenticated:
        return True
    try:
        _count(request, files)
        with seat() as until:
            for file in files:
                _decode(request, file, until)
    except Refused as refusal:
        for file in files:
            refuse_file(file, refusal)
        return False
    return True


def _count(request: HttpRequest, files: list[UploadedFile[bytes]]) -> None:
    """Raises Refused where this person sent too many, or too many that cost much."""
    counted = count(request, "file", number=len(files))
    costly = count(request, "costly_file")
    if isinstance(costly, Counted):
        costly.take_back()
    for one in (counted, costly):
        if isinstance(one, TooOften):
            words = ngettext(
                "您发的照片太多了，请过%(n)s分钟再发。写的字都还在。",
                "您发的照片太多了，请过%(n)s分钟再发。写的字都还在。",
                one.minutes,
            )
            raise Refused(words % {"n": one.minutes})


def _decode(request: HttpRequest, file: UploadedFile[bytes], until: float) -> None:
    """Raises Busy."""
    decoded = decode(file, until=until)
    if isinstance(decoded, Busy):
        raise decoded
    if isinstance(decoded, Unusable) and decoded.costly:
        count(request, "costly_file")
