import core.guards
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organizations', '0002_shahe'),
    ]

    operations = [
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='起始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('key', models.SlugField(max_length=40, verbose_name='代码')),
                ('label', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
            ],
            options={
                'verbose_name': '标准',
                'verbose_name_plural': '标准',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='standards_standard_order', violation_error_message='截止日期不能早于起始日期。'), core.guards.NoOverlap(fields=('key',), name='standards_standard_once', violation_error_message='这段时间已有同一代码的标准。')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='起始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('key', models.SlugField(max_length=40, verbose_name='代码')),
                ('label', models.CharField(max_length=60, verbose_name='条目')),
                ('explanation', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='standards.standard', verbose_name='标准')),
            ],
            options={
                'verbose_name': '标准条目',
                'verbose_name_plural': '标准条目',
                'ordering': ['standard__position', 'position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='standards_item_order', violation_error_message='截止日期不能早于起始日期。'), core.guards.NoOverlap(fields=('standard', 'key'), name='standards_item_once', violation_error_message='这段时间这项标准已有同一代码的条目。')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('self', '自评'), ('town', '乡镇评定'), ('county', '县级评定')], max_length=20, verbose_name='评定层级')),
                ('made_on', models.DateField(verbose_name='评定日期')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='评定人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='organizations.organization', verbose_name='党组织')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='standards.standard', verbose_name='标准')),
            ],
            options={
                'verbose_name': '达标评定',
                'verbose_name_plural': '达标评定',
                'ordering': ['-made_on', '-pk'],
                'permissions': [('assess_as_town', '作乡镇（街道、开发区）评定'), ('assess_as_county', '作县级评定')],
                'indexes': [models.Index(fields=['organization', 'level', 'standard', 'made_on'], name='standards_assessment_latest')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('met', '达标'), ('unmet', '未达标'), ('not_applicable', '不适用')], max_length=20, verbose_name='结果')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='情况说明')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='standards.assessment', verbose_name='达标评定')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='standards.item', verbose_name='条目')),
            ],
            options={
                'verbose_name': '逐项结果',
                'verbose_name_plural': '逐项结果',
                'ordering': ['item__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('assessment', 'item'), name='standards_mark_once', violation_error_message='这次评定已有这一条目的结果。')],
            },
        ),
    ]
