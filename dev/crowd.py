"""Create ten thousand buildings with twenty voices each in SQL, for the bench.

All other values of places and canvass are copied from building 114.
"""

from __future__ import annotations

BUILDINGS, VOICES = 10_000, 20

INSERT_VOICES = """
INSERT INTO residents_building (id, neighbourhood_id, slug, lane, door_number, nickname, floors,
        lounge_floor, public_page, tags, journal_version, content_version, lane_shown)
    SELECT made.id, made.neighbourhood_id, made.slug, made.lane, made.door_number, made.nickname,
        made.floors, made.lounge_floor, made.public_page, made.tags, made.journal_version, made.content_version,
        made.lane_shown FROM residents_building one, generate_series(1, %(buildings)s) b,
        jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('residents_building', 'id')), 'slug', 'crowd' || b,
            'door_number', 'c' || b, 'nickname', '', 'public_page', false, 'journal_version', 0)) made
    WHERE one.slug = '114';
INSERT INTO residents_flat
    SELECT made.* FROM residents_flat one, residents_building b, generate_series(1, %(voices)s) f,
        jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('residents_flat', 'id')), 'building_id', b.id,
            'floor', 1 + f %% 6, 'room', 'r' || f)) made
    WHERE one.id = (SELECT min(id) FROM residents_flat) AND b.slug LIKE 'crowd%%';
INSERT INTO residents_household
    SELECT made.* FROM residents_household one, residents_building b, residents_flat f,
        jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('residents_household', 'id')), 'building_id', b.id, 'flat_id', f.id)) made
    WHERE one.id = (SELECT min(id) FROM residents_household) AND f.building_id = b.id
        AND b.slug LIKE 'crowd%%';
INSERT INTO canvass_canvass
    SELECT made.* FROM canvass_canvass one, residents_building b,
        jsonb_populate_record(one, jsonb_build_object(
            'id', nextval(pg_get_serial_sequence('canvass_canvass', 'id')), 'building_id', b.id, 'thread_id', null)) made
    WHERE one.id = %(canvass)s AND b.slug LIKE 'crowd%%';
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


def add_voices(canvass: int) -> None:
    from django.db import connection  # noqa: PLC0415 -- after setup

    numbers = {"buildings": BUILDINGS, "voices": VOICES, "canvass": canvass}
    with connection.cursor() as cursor:
        cursor.execute(INSERT_VOICES, numbers)
        cursor.execute("ANALYZE")
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's alone
