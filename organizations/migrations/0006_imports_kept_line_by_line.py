import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.sealing import seal_bytes

UNIT = "organizations.unit"


def keep_what_was_there(apps, schema_editor):
    """Seal the files of earlier imports, and keep the rows they touched as lines."""
    batches, rows = (apps.get_model("organizations", name) for name in ("ImportBatch", "ImportedRow"))
    for batch in batches.objects.order_by("pk"):
        seal_file(batch)
        batch.table_kind = "social_orgs" if batch.kind == "social_org" else ""
        batch.save(update_fields=["table_kind"])
    lines = apps.get_model("organizations", "ImportLine")
    lines.objects.bulk_create(
        (line_of(lines, row) for row in rows.objects.select_related("unit").order_by("pk")), batch_size=500
    )


def seal_file(batch):
    storage, name = batch.file.storage, batch.file.name
    if not storage.exists(name):
        return
    with storage.open(name, "rb") as stream:
        data = stream.read()
    with open(storage.path(name), "wb") as stream:
        stream.write(seal_bytes(data))


def line_of(lines, row):
    told = {"cells": {"name": row.unit.name}, "read": [], "issues": [], "changes": []}
    return lines(
        batch_id=row.batch_id, sheet=row.sheet, row=row.row, verdict=row.verdict, label=row.unit.name,
        told=told, model=UNIT, object_id=row.unit_id,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0005_registry'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='importbatch',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='核对时间'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='job',
            field=models.CharField(blank=True, max_length=20, verbose_name='正在办理'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='learned',
            field=models.JSONField(blank=True, default=dict, verbose_name='词语对应'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='problem',
            field=models.TextField(blank=True, verbose_name='上次办理的结果'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='sheets',
            field=models.JSONField(blank=True, default=dict, verbose_name='工作表'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='table_kind',
            field=models.CharField(blank=True, max_length=20, verbose_name='表的种类'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='撤回时间'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人'),
        ),
        migrations.AddField(
            model_name='importbatch',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name='版本'),
        ),
        migrations.RemoveField(
            model_name='importbatch',
            name='corrections',
        ),
        migrations.AddField(
            model_name='importbatch',
            name='corrections',
            field=models.TextField(blank=True, default='', verbose_name='网页改正'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='digest',
            field=models.CharField(db_index=True, max_length=64, verbose_name='文件摘要'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='state',
            field=models.CharField(choices=[('previewed', '待确认'), ('applied', '已导入'), ('undone', '已撤回')], default='previewed', max_length=20, verbose_name='状态'),
        ),
        migrations.CreateModel(
            name='ImportedFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('model', models.CharField(max_length=60, verbose_name='对象类型')),
                ('object_id', models.BigIntegerField(verbose_name='对象编号')),
                ('before', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='原值')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='organizations.importbatch', verbose_name='导入批次')),
            ],
            options={
                'verbose_name': '导入的变动',
                'verbose_name_plural': '导入的变动',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=60, verbose_name='工作表')),
                ('row', models.PositiveIntegerField(verbose_name='行号')),
                ('verdict', models.CharField(max_length=20, verbose_name='结论')),
                ('doubtful', models.BooleanField(default=False, verbose_name='有提醒')),
                ('label', models.CharField(blank=True, max_length=120, verbose_name='名称')),
                ('told', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='内容')),
                ('model', models.CharField(blank=True, max_length=60, verbose_name='对象类型')),
                ('object_id', models.BigIntegerField(blank=True, null=True, verbose_name='对象编号')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='organizations.importbatch', verbose_name='导入批次')),
            ],
            options={
                'verbose_name': '导入的行',
                'verbose_name_plural': '导入的行',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SenderWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table_kind', models.CharField(blank=True, max_length=20, verbose_name='表的种类')),
                ('field', models.CharField(blank=True, max_length=40, verbose_name='列')),
                ('written', models.CharField(max_length=120, verbose_name='原文')),
                ('meaning', models.CharField(blank=True, max_length=120, verbose_name='对应')),
                ('made_at', models.DateTimeField(auto_now=True, verbose_name='记住的时间')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sender_words', to='organizations.area', verbose_name='报送区域')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='记住的人')),
            ],
            options={
                'verbose_name': '报送用语',
                'verbose_name_plural': '报送用语',
                'ordering': ['area', 'field', 'written'],
            },
        ),
        migrations.AddIndex(
            model_name='importedfact',
            index=models.Index(fields=['model', 'object_id'], name='org_importedfact_object'),
        ),
        migrations.AddIndex(
            model_name='importline',
            index=models.Index(fields=['batch', 'verdict'], name='org_importline_verdict'),
        ),
        migrations.AddIndex(
            model_name='importline',
            index=models.Index(fields=['model', 'object_id'], name='org_importline_object'),
        ),
        migrations.AddConstraint(
            model_name='senderword',
            constraint=models.UniqueConstraint(fields=('area', 'table_kind', 'field', 'written'), name='org_senderword_once'),
        ),
        migrations.RunPython(keep_what_was_there, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(
            model_name='importbatch',
            name='kind',
        ),
        migrations.DeleteModel(
            name='ImportedRow',
        ),
    ]
