import core.guards
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0002_shahe'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='起始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('key', models.SlugField(max_length=40, verbose_name='代码')),
                ('label', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
            ],
            options={
                'verbose_name': '实践载体',
                'verbose_name_plural': '实践载体',
                'ordering': ['position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='activities_initiative_order', violation_error_message='截止日期不能早于起始日期。'), core.guards.NoOverlap(fields=('key',), name='activities_initiative_once', violation_error_message='这段时间已有同一代码的实践载体。')],
            },
        ),
        migrations.CreateModel(
            name='Element',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='起始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('label', models.CharField(max_length=60, verbose_name='名称')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='顺序')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elements', to='activities.initiative', verbose_name='实践载体')),
            ],
            options={
                'verbose_name': '载体内容',
                'verbose_name_plural': '载体内容',
                'ordering': ['initiative__position', 'position', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='activities_element_order', violation_error_message='截止日期不能早于起始日期。'), core.guards.NoOverlap(fields=('initiative', 'label'), name='activities_element_once', violation_error_message='这段时间已有同名内容。')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('kind', models.CharField(choices=[('general_meeting', '党员大会'), ('committee_meeting', '支委会'), ('group_meeting', '党小组会'), ('lecture', '党课'), ('theme_day', '主题党日'), ('organization_life', '组织生活会'), ('appraisal', '民主评议党员'), ('talk', '谈心谈话'), ('volunteering', '公益志愿'), ('contest', '技能竞赛'), ('other', '其他')], max_length=20, verbose_name='活动类型')),
                ('held_on', models.DateField(verbose_name='活动日期')),
                ('title', models.CharField(blank=True, max_length=80, verbose_name='主题')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('expected', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='应到人数')),
                ('present', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='实到人数')),
                ('content', models.TextField(blank=True, max_length=2000, verbose_name='内容')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='organizations.organization', verbose_name='党组织')),
                ('elements', models.ManyToManyField(blank=True, related_name='activities', to='activities.element', verbose_name='对应的载体内容')),
            ],
            options={
                'verbose_name': '活动',
                'verbose_name_plural': '活动',
                'ordering': ['-held_on', '-pk'],
                'indexes': [models.Index(fields=['organization', 'held_on'], name='activities_activity_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('present__isnull', True), ('expected__isnull', True), ('present__lte', models.F('expected')), _connector='OR'), name='activities_activity_present', violation_error_message='实到人数不能多于应到人数。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'other'), _negated=True), models.Q(('title', ''), _negated=True), _connector='OR'), name='activities_activity_title', violation_error_message='活动类型为“其他”时，请填写主题。')],
            },
        ),
    ]
