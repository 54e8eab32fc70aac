import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0005_links'),
        ('residents', '0021_longjob'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='circular',
            name='withdrawn_circular_says_why',
        ),
        migrations.AddField(
            model_name='circular',
            name='job',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='residents.longjob'),
        ),
        migrations.AlterField(
            model_name='circular',
            name='state',
            field=models.CharField(choices=[('sending', '正在发'), ('sent', '已发出'), ('stopped', '只发了一部分'), ('withdrawn', '已全部撤回')], default='sent', editable=False, max_length=10, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='circular',
            constraint=models.CheckConstraint(condition=(~Q(state='withdrawn') & Q(withdrawn_at=None, withdrawn_reason='')) | (Q(state='withdrawn', withdrawn_at__isnull=False) & ~Q(withdrawn_reason='')), name='withdrawn_circular_says_why'),
        ),
    ]
