from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("canvass", "0016_reminders")]

    operations = [
        migrations.RemoveConstraint(model_name="visit", name="visit_outcome_is_known"),
        migrations.AlterField(
            model_name="visit",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("told", "告知了"),
                    ("not_in", "不在家"),
                    ("talked", "谈过了"),
                    ("refused", "不愿谈"),
                    ("taken_back", "收回了“知道了”"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                name="visit_outcome_is_known",
                condition=Q(outcome__in=["told", "not_in", "talked", "refused", "taken_back"]),
            ),
        ),
    ]
