"""Is my ballot in the box?"""

from __future__ import annotations

import hashlib

from django.utils.crypto import get_random_string

from governance.canvass.models import Ballot, Canvass

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_receipt() -> str:
    """Ten characters in two groups, about 49 bits: the voter writes them down, nobody keeps them."""
    return f"{get_random_string(5, LETTERS)}-{get_random_string(5, LETTERS)}"


def receipt_hash(canvass: Canvass, receipt: str) -> str:
    bare = "".join(c for c in receipt.upper() if c in LETTERS)
    return hashlib.sha256(f"{canvass.pk}/{bare}".encode()).hexdigest()


def is_in_the_box(canvass: Canvass, receipt: str) -> bool:
    return Ballot.objects.filter(canvass=canvass, receipt=receipt_hash(canvass, receipt)).exists()
