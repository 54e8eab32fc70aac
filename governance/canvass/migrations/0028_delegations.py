"""Let a household give its answer to one question to a neighbour.

The database checks that a proxy answers for that household, as instructed.
"""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import governance.canvass.models.delegations

KEPT = """
CREATE FUNCTION canvass_delegation_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    steps CONSTANT text[] := ARRAY['state', 'agreed_by_id', 'agreed_at', 'ended_by_id', 'ended_at',
        'signer', 'reason'];
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) - steps <> to_jsonb(NEW) - steps) THEN
        RAISE EXCEPTION 'only the state of a delegation changes' USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(DISTINCT canvass_id) FROM canvass_voice
        WHERE id IN (NEW.principal_id, NEW.proxy_id)) <> 1 THEN
        RAISE EXCEPTION 'both voices are of one canvass' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delegation_kept BEFORE INSERT OR UPDATE OR DELETE ON canvass_delegation
    FOR EACH ROW EXECUTE FUNCTION canvass_delegation_kept();

CREATE FUNCTION canvass_answer_by_proxy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    given RECORD;
BEGIN
    IF NEW.delegation_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO given FROM canvass_delegation WHERE id = NEW.delegation_id;
    IF given.principal_id <> NEW.voice_id OR given.state <> 'accepted'
       OR NEW.choice = 'taken_back' OR (given.choice <> '' AND
           (given.choice, given.picks, given.against)
           IS DISTINCT FROM (NEW.choice, NEW.picks, NEW.against)) THEN
        RAISE EXCEPTION 'a proxy answers as instructed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_by_proxy BEFORE INSERT ON canvass_answer
    FOR EACH ROW EXECUTE FUNCTION canvass_answer_by_proxy();
"""
UNDO_KEPT = """
DROP TRIGGER answer_by_proxy ON canvass_answer;
DROP FUNCTION canvass_answer_by_proxy();
DROP TRIGGER delegation_kept ON canvass_delegation;
DROP FUNCTION canvass_delegation_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("canvass", "0027_pages_taken_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "等答应"),
                            ("accepted", "受托了"),
                            ("declined", "没有受托"),
                            ("withdrawn", "收回了"),
                            ("ended", "不算了"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agree", "同意"),
                            ("object", "不同意"),
                            ("abstain", "弃权"),
                            ("picked", "选了"),
                            ("taken_back", "收回了答复"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "picks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), null=True, size=None
                    ),
                ),
                (
                    "against",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), null=True, size=None
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField()),
                ("office", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("on_paper", models.BooleanField(default=False)),
                ("signer", models.CharField(blank=True, max_length=60)),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "本人"),
                            ("spouse", "配偶"),
                            ("child", "子女"),
                            ("parent", "父母"),
                            ("authorised", "受委托的人"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "mandate",
                    models.FileField(
                        blank=True, upload_to=governance.canvass.models.delegations.mandate_path
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="canvass.voice",
                    ),
                ),
                (
                    "proxy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="canvass.voice",
                    ),
                ),
            ],
            options={
                "verbose_name": "委托",
                "verbose_name_plural": "委托",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("offered", "accepted"))),
                        fields=("principal",),
                        name="one_valid_delegation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("principal", models.F("proxy")), _negated=True),
                        name="delegation_to_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("ended_at", None), ("state", "offered")),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("ended_at", None),
                                ("state", "accepted"),
                            ),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state__in", ["declined", "withdrawn", "ended"]),
                            ),
                            _connector="OR",
                        ),
                        name="delegation_has_its_stamps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("against", None),
                                ("choice__in", ["", "agree", "object", "abstain"]),
                                ("picks", None),
                            ),
                            models.Q(
                                ("against__isnull", False),
                                ("choice", "picked"),
                                ("picks__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="delegation_instruction_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", "object"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="objecting_delegation_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("on_paper", False),
                            models.Q(("agreed_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_delegation_is_checked_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("mandate", ""),
                                ("on_paper", False),
                                ("relation", ""),
                                ("signer", ""),
                            ),
                            models.Q(
                                ("on_paper", True),
                                models.Q(("signer", ""), _negated=True),
                                models.Q(("relation", ""), _negated=True),
                                models.Q(("mandate", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_delegation_names_its_signer",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "answer",
            "delegation",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="canvass.delegation",
            ),
        ),
        migrations.RunSQL(KEPT, UNDO_KEPT),
    ]
