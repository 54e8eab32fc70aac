"""``python -m dev.bench_rosters``: read, preview and write a roster of 162 buildings.

Part of ``make bench``, in a separate process, whose peak memory is reported. It fills the empty
database at LOUZU_DATABASE_URL, or starts one of its own.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from louzu.server.postgres import Server

if TYPE_CHECKING:
    from residents.models import Building, Neighbourhood
    from residents.roster_parser.sheet_data import RosterSheet

BUILDINGS, FLOORS, A_FLOOR, FIRST = 162, 7, 3, 2001
"""3,402 rows, like a real neighbourhood."""
HEADER = [
    "楼号",
    "室号",
    "建筑面积",
    "业主",
    "业主电话",
    "户主",
    "人数",
    "0-6岁",
    "60岁以上",
    "房屋性质",
    "联系电话",
    "备注",
]
BYTES_PER_MB = 1024


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="louzu-bench-"))
    os.environ |= {"LOUZU_HOME": str(home), "LOUZU_DEMO": "1", "LOUZU_DEBUG": "0"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "louzu.settings"
    if "LOUZU_DATABASE_URL" in os.environ:
        print(json.dumps(_measure_all()))
        return 0
    database = Server(home, throwaway=True)
    with database:
        os.environ["LOUZU_DATABASE_URL"] = database.url
        print(json.dumps(_measure_all(), ensure_ascii=False, indent=1))
    return 0


def _measure_all() -> dict[str, float]:
    import django  # noqa: PLC0415 -- needs the environment set above

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    buildings = _buildings()
    whole = _workbook([building.door_number for building in buildings])
    before = _memory()
    measured = {
        "rows": BUILDINGS * FLOORS * A_FLOOR,
        "MB of the web process before": before,
        **_measure_one_building_of_file(whole, buildings[0]),
        **_measure_single_imports(buildings[1:21]),
        **_measure_batch(whole, buildings[0].neighbourhood),
    }
    return {
        **measured,
        "peak MB of the web process": _memory(),
        "peak MB of the reader": _memory_of_reader(whole),
    }


def _buildings() -> list[Building]:
    from residents.models import Building, Neighbourhood  # noqa: PLC0415

    place = Neighbourhood.objects.create(name="测量居民区")
    return [
        Building.objects.create(
            neighbourhood=place, slug=f"bench{door}", door_number=str(door), floors=FLOORS
        )
        for door in range(FIRST, FIRST + BUILDINGS)
    ]


def _workbook(doors: list[str]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("名册")
    page.append(HEADER)
    for door in doors:
        for at in range(FLOORS * A_FLOOR):
            room = f"{at // A_FLOOR + 1}0{at % A_FLOOR + 1}"
            phone = f"139{int(door):04}{room}0"
            page.append(
                [
                    f"{door}号",
                    room,
                    60.5 + at,
                    f"业主{door}甲{room}",
                    phone,
                    "",
                    1 + at % 4,
                    at % 2,
                    at % 3 // 2,
                    "自住",
                    phone,
                    "" if at % 5 else "腿脚不便",
                ]
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _measure_one_building_of_file(whole: bytes, building: Building) -> dict[str, float]:
    """Return the seconds to preview and to write one building of the whole file."""
    from residents.roster.queries.roster import roster_record_in  # noqa: PLC0415
    from residents.roster_parser.plan import plan_import  # noqa: PLC0415
    from residents.roster_parser.sheet import read_roster  # noqa: PLC0415

    begun = time.perf_counter()
    sheet = read_roster(whole, door=building.door_number)
    plan = plan_import(sheet, roster_record_in(building))
    previewed = time.perf_counter()
    if len(plan.made) != FLOORS * A_FLOOR:
        raise SystemExit(f"not as written: {plan.problems}")
    _write(building, sheet)
    return {
        "s to preview one building of the whole file": round(previewed - begun, 2),
        "s to write it": round(time.perf_counter() - previewed, 2),
    }


def _measure_single_imports(buildings: list[Building]) -> dict[str, float]:
    """Return the average seconds to preview and to write a file that holds one building."""
    from residents.roster.queries.roster import roster_record_in  # noqa: PLC0415
    from residents.roster_parser.plan import plan_import  # noqa: PLC0415
    from residents.roster_parser.sheet import read_roster  # noqa: PLC0415

    spent = [0.0, 0.0]
    for building in buildings:
        content = _workbook([building.door_number])
        begun = time.perf_counter()
        sheet = read_roster(content, door=building.door_number)
        plan_import(sheet, roster_record_in(building))
        previewed = time.perf_counter()
        _write(building, sheet)
        spent = [spent[0] + previewed - begun, spent[1] + time.perf_counter() - previewed]
    return {
        "s to preview a file of one building": round(spent[0] / len(buildings), 3),
        "s to write one": round(spent[1] / len(buildings), 3),
    }


def _measure_batch(whole: bytes, place: Neighbourhood) -> dict[str, float]:
    """Return the seconds of each step of importing the whole file, as the desk does it."""
    from residents.models import User  # noqa: PLC0415
    from residents.roster.actions import batches  # noqa: PLC0415
    from residents.roster.queries.batches import batch_preview_of  # noqa: PLC0415
    from residents.roster_parser.neighbourhood import read_neighbourhood_file  # noqa: PLC0415

    clerk = User.objects.create_user("bench")
    begun = time.perf_counter()
    batch = batches.create_batch(place, read_neighbourhood_file(whole), name="whole", by=clerk)
    read = time.perf_counter()
    preview = batch_preview_of(batch)
    previewed = time.perf_counter()
    batches.confirm_batch(batch, shown=preview.digest, seen=True, by=clerk)
    steps = []
    while True:
        step = time.perf_counter()
        if batches.process_next_building(batch) is None:
            break
        steps.append(time.perf_counter() - step)
    return {
        "s to read the whole file and keep it": round(read - begun, 2),
        "s to preview all of it": round(previewed - read, 2),
        "s to write all of it": round(time.perf_counter() - previewed, 2),
        "s of its longest step": round(max(steps), 2),
        "buildings written": len(steps),
    }


def _write(building: Building, sheet: RosterSheet) -> None:
    from residents.roster.actions.roster import import_roster  # noqa: PLC0415

    import_roster(building, sheet, answers={}, seen=True, by=None)


def _memory() -> float:
    """Return the peak resident memory in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / BYTES_PER_MB, 1)


SMALL = (
    "import resource, subprocess, sys; "
    "subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL, check=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
"""A small parent process, because a child begins with the peak memory of its parent."""


def _memory_of_reader(content: bytes) -> float:
    from residents.roster_parser.files import MAX_COLUMNS, MAX_ROWS, READER  # noqa: PLC0415

    reader = [sys.executable, "-I", str(READER), str(MAX_ROWS), str(MAX_COLUMNS)]
    output = subprocess.run(
        [sys.executable, "-I", "-c", SMALL, *reader], input=content, capture_output=True, check=True
    ).stdout
    return round(int(output) / BYTES_PER_MB, 1)


if __name__ == "__main__":
    sys.exit(main())
