import core.guards
import django.core.validators
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
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('month', models.CharField(error_messages={'unique': '这个月份已经设置过，请直接修改。'}, max_length=7, unique=True, validators=[django.core.validators.RegexValidator('^20\\d\\d-(0[1-9]|1[0-2])$', '请按 2026-11 的格式填写月份。')], verbose_name='月份')),
                ('first_day', models.DateField(editable=False, verbose_name='月初')),
                ('last_day', models.DateField(editable=False, verbose_name='月末')),
                ('opens_on', models.DateField(verbose_name='开始填报日期')),
                ('due_on', models.DateField(help_text='当天报送仍算按时。', verbose_name='截止日期')),
                ('locks_on', models.DateField(help_text='从这一天起不能再报送。', verbose_name='锁定日期')),
                ('repair_days', models.PositiveSmallIntegerField(help_text='退回后至少留给书记修改的天数。', verbose_name='退回修改天数')),
            ],
            options={
                'verbose_name': '月报期间',
                'verbose_name_plural': '月报期间',
                'ordering': ['-month'],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_on__lt', models.F('locks_on')), ('opens_on__lte', models.F('due_on'))), name='reports_period_order', violation_error_message='开始填报日期不能晚于截止日期，锁定日期应晚于截止日期。')],
            },
        ),
        migrations.CreateModel(
            name='MonthlyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '已报送'), ('town_accepted', '乡镇已审'), ('accepted', '县级已审'), ('returned', '已退回')], default='draft', editable=False, max_length=20, verbose_name='状态')),
                ('unchanged', models.BooleanField(blank=True, null=True, verbose_name='本月有无变化')),
                ('member_changes', models.TextField(blank=True, max_length=1000, verbose_name='党员变动')),
                ('work', models.TextField(blank=True, max_length=2000, verbose_name='本月工作')),
                ('help_wanted', models.TextField(blank=True, max_length=1000, verbose_name='需要的帮助')),
                ('filed_for', models.BooleanField(default=False, editable=False, verbose_name='代填')),
                ('filed_source', models.CharField(blank=True, choices=[('phone', '电话'), ('paper', '纸质'), ('in_person', '当面')], max_length=20, verbose_name='代填依据')),
                ('revision', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='报送次数')),
                ('received_on', models.DateField(blank=True, editable=False, null=True, verbose_name='首次报送日期')),
                ('open_until', models.DateField(blank=True, null=True, verbose_name='补报截止日期')),
                ('draft_key', models.CharField(blank=True, editable=False, max_length=64, verbose_name='草稿页面')),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='报送时间')),
                ('town_accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='乡镇审核时间')),
                ('accepted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='县级审核时间')),
                ('accepted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='县级审核人')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='monthly_reports', to='organizations.organization', verbose_name='党组织')),
                ('submitted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='报送人')),
                ('town_accepted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='乡镇审核人')),
                ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.period', verbose_name='月报期间')),
            ],
            options={
                'verbose_name': '月报',
                'verbose_name_plural': '月报',
                'ordering': ['-period__month', 'organization'],
                'permissions': [('submit_monthlyreport', '报送月报'), ('accept_as_town', '乡镇审核月报'), ('accept_as_county', '县级审核月报'), ('view_dashboard', '查看数据总览'), ('view_summary', '查看汇总表')],
                'constraints': [models.UniqueConstraint(fields=('period', 'organization'), name='reports_monthlyreport_once', violation_error_message='这个党组织本月已有月报。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('submitted', 'town_accepted', 'accepted')), _negated=True), models.Q(('received_on__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='reports_monthlyreport_received', violation_error_message='已报送的月报必须有报送日期和时间。'), models.CheckConstraint(condition=models.Q(('filed_for', False), models.Q(('filed_source', ''), _negated=True), _connector='OR'), name='reports_monthlyreport_filed_source', violation_error_message='代填的月报必须注明依据：电话、纸质或当面。'), models.CheckConstraint(condition=models.Q(models.Q(('town_accepted_by', models.F('submitted_by')), _negated=True), models.Q(('accepted_by', models.F('submitted_by')), _negated=True)), name='reports_monthlyreport_other_eyes', violation_error_message='报送人不能审核自己报送的月报。')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='报送次数')),
                ('field', models.CharField(choices=[('known', '平台已有数据'), ('unchanged', '本月有无变化'), ('member_changes', '党员变动'), ('work', '本月工作'), ('help_wanted', '需要的帮助')], max_length=20, verbose_name='意见所指')),
                ('text', models.CharField(max_length=300, verbose_name='意见')),
                ('value_then', models.TextField(blank=True, verbose_name='当时填写')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='时间')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='审核人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='reports.monthlyreport', verbose_name='月报')),
            ],
            options={
                'verbose_name': '审核意见',
                'verbose_name_plural': '审核意见',
                'ordering': ['pk'],
                'constraints': [core.guards.AppendOnly(name='reports_remark_append_only', violation_error_message='审核意见不能修改或删除。')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(verbose_name='报送次数')),
                ('key', models.SlugField(max_length=40, verbose_name='代号')),
                ('label', models.CharField(max_length=60, verbose_name='项目')),
                ('text', models.TextField(blank=True, verbose_name='内容')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='reports.monthlyreport', verbose_name='月报')),
            ],
            options={
                'verbose_name': '月报留存数据',
                'verbose_name_plural': '月报留存数据',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'revision', 'key'), name='reports_figure_once'), core.guards.AppendOnly(name='reports_figure_append_only', violation_error_message='报送时的数据不能修改或删除。')],
            },
        ),
    ]
