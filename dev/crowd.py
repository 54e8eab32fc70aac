"""Ten thousand buildings with twenty voices each, written by the database itself, for the bench."""

from __future__ import annotations

BUILDINGS, VOICES = 10_000, 20

CROWD = """
INSERT INTO residents_building (neighbourhood_id, slug, door_number, nickname, floors, public_page, stamp)
    SELECT n.id, 'crowd' || b, 'c' || b, '', 6, false, 0
    FROM (SELECT min(id) AS id FROM residents_neighbourhood) n, generate_series(1, %(buildings)s) b;
INSERT INTO residents_flat (building_id, floor, room, area, area_source)
    SELECT b.id, 1 + f %% 6, 'r' || f, 70, 'register'
    FROM residents_building b, generate_series(1, %(voices)s) f WHERE b.slug LIKE 'crowd%%';
INSERT INTO residents_household (building_id, flat_id, occupancy, aged_0_6, aged_7_17, aged_18_59, aged_60_up)
    SELECT f.building_id, f.id, 'owner', 0, 0, 2, 0
    FROM residents_flat f JOIN residents_building b ON b.id = f.building_id WHERE b.slug LIKE 'crowd%%';
INSERT INTO canvass_canvass (building_id, state, purpose, preset, rule, electorate, threshold, secret,
        phone_needs_photo, question, body, html, version, material_version, author_id, office, opens_at,
        closes_at, extended_reason, announced_at, opened_at, withdrawn_reason)
    SELECT b.id, 'open', c.purpose, c.preset, c.rule, c.electorate, c.threshold, false, false, c.question,
        c.body, c.html, 1, 1, c.author_id, c.office, c.opens_at, c.closes_at, '', c.announced_at,
        c.opened_at, ''
    FROM residents_building b, canvass_canvass c WHERE b.slug LIKE 'crowd%%' AND c.id = %(canvass)s;
INSERT INTO canvass_voice (canvass_id, number, label, party, area, code, household_id)
    SELECT c.id, row_number() OVER (PARTITION BY c.id ORDER BY h.id), f.room, '', 0,
        lpad(to_hex(h.id %% 16777216), 6, '0'), h.id
    FROM canvass_canvass c JOIN residents_building b ON b.id = c.building_id AND b.slug LIKE 'crowd%%'
    JOIN residents_household h ON h.building_id = b.id JOIN residents_flat f ON f.id = h.flat_id;
INSERT INTO canvass_voiceflat (canvass_id, voice_id, flat_id, floor, room, answering_id)
    SELECT v.canvass_id, v.id, h.flat_id, f.floor, f.room, h.id
    FROM canvass_voice v JOIN residents_household h ON h.id = v.household_id
    JOIN residents_flat f ON f.id = h.flat_id JOIN residents_building b ON b.id = f.building_id
    WHERE b.slug LIKE 'crowd%%';
INSERT INTO canvass_answer (voice_id, choice, reason, channel, version, seen, by_id, office, said_at,
        signer, relation, evidence, mandate)
    SELECT v.id, CASE v.number %% 5 WHEN 0 THEN 'object' ELSE 'agree' END, 'x', 'web', 1, 0,
        c.author_id, '', now(), '', '', '', ''
    FROM canvass_voice v JOIN canvass_canvass c ON c.id = v.canvass_id
    JOIN residents_building b ON b.id = c.building_id AND b.slug LIKE 'crowd%%' WHERE v.number <= 16;
INSERT INTO canvass_current (voice_id, answer_id, clash)
    SELECT a.voice_id, a.id, false FROM canvass_answer a JOIN canvass_voice v ON v.id = a.voice_id
    JOIN canvass_canvass c ON c.id = v.canvass_id
    JOIN residents_building b ON b.id = c.building_id AND b.slug LIKE 'crowd%%';
INSERT INTO canvass_visit (voice_id, outcome, oneself, note, by_id, visited_at)
    SELECT v.id, 'told', false, '', c.author_id, now() FROM canvass_voice v
    JOIN canvass_canvass c ON c.id = v.canvass_id
    JOIN residents_building b ON b.id = c.building_id AND b.slug LIKE 'crowd%%';
"""


def gather(canvass: int) -> None:
    """Each new building is asked what ``canvass`` asks. The bench's database is thrown away after."""
    from django.db import connection  # noqa: PLC0415 -- after setup

    numbers = {"buildings": BUILDINGS, "voices": VOICES, "canvass": canvass}
    with connection.cursor() as cursor:
        cursor.execute(CROWD, numbers)
        cursor.execute("ANALYZE")
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
