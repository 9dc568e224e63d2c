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
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='版本')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('sex', models.CharField(choices=[('male', '男'), ('female', '女')], max_length=10, verbose_name='性别')),
                ('birth_date', models.DateField(verbose_name='出生日期')),
                ('ethnicity', models.CharField(blank=True, choices=[('han', '汉族'), ('mongol', '蒙古族'), ('hui', '回族'), ('zang', '藏族'), ('uygur', '维吾尔族'), ('miao', '苗族'), ('yi', '彝族'), ('zhuang', '壮族'), ('buyei', '布依族'), ('choson', '朝鲜族'), ('man', '满族'), ('dong', '侗族'), ('yao', '瑶族'), ('bai', '白族'), ('tujia', '土家族'), ('hani', '哈尼族'), ('kazak', '哈萨克族'), ('dai', '傣族'), ('li', '黎族'), ('lisu', '傈僳族'), ('va', '佤族'), ('she', '畲族'), ('gaoshan', '高山族'), ('lahu', '拉祜族'), ('sui', '水族'), ('dongxiang', '东乡族'), ('naxi', '纳西族'), ('jingpo', '景颇族'), ('kirgiz', '柯尔克孜族'), ('tu', '土族'), ('daur', '达斡尔族'), ('mulao', '仫佬族'), ('qiang', '羌族'), ('blang', '布朗族'), ('salar', '撒拉族'), ('maonan', '毛南族'), ('gelao', '仡佬族'), ('xibe', '锡伯族'), ('achang', '阿昌族'), ('pumi', '普米族'), ('tajik', '塔吉克族'), ('nu', '怒族'), ('uzbek', '乌孜别克族'), ('russ', '俄罗斯族'), ('ewenki', '鄂温克族'), ('deang', '德昂族'), ('bonan', '保安族'), ('yugur', '裕固族'), ('gin', '京族'), ('tatar', '塔塔尔族'), ('derung', '独龙族'), ('oroqen', '鄂伦春族'), ('hezhen', '赫哲族'), ('monba', '门巴族'), ('lhoba', '珞巴族'), ('jino', '基诺族'), ('other', '其他'), ('foreign', '外国血统')], max_length=20, verbose_name='民族')),
                ('education', models.CharField(blank=True, choices=[('postgraduate', '研究生'), ('bachelor', '大学本科'), ('associate', '大学专科'), ('vocational', '中等职业'), ('high_school', '普通高中'), ('junior_high', '初中'), ('primary', '小学'), ('other', '其他')], max_length=20, verbose_name='学历')),
                ('status', models.CharField(choices=[('formal', '正式党员'), ('probationary', '预备党员')], max_length=20, verbose_name='人员类别')),
                ('joined_on', models.DateField(help_text='支部大会接收为预备党员的日期。', verbose_name='加入党组织日期')),
                ('full_member_on', models.DateField(blank=True, help_text='预备党员不填。', null=True, verbose_name='转为正式党员日期')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='联系电话')),
                ('job', models.CharField(blank=True, max_length=60, verbose_name='工作岗位')),
                ('is_manager', models.BooleanField(default=False, verbose_name='管理人员')),
                ('is_technician', models.BooleanField(default=False, verbose_name='技术骨干')),
                ('floating', models.CharField(choices=[('none', '非流动'), ('in', '流入'), ('out', '流出')], default='none', max_length=10, verbose_name='流动情况')),
                ('on_site', models.BooleanField(default=True, verbose_name='实际在岗')),
                ('search_text', models.TextField(default='', editable=False, verbose_name='检索文字')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='organizations.unit', verbose_name='所在单位')),
            ],
            options={
                'verbose_name': '党员',
                'verbose_name_plural': '党员',
                'ordering': ['pk'],
                'permissions': [('view_personal', '查看党员个人信息')],
                'indexes': [models.Index(fields=['unit'], name='members_member_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('full_member_on__isnull', False), ('status', 'formal')), models.Q(('full_member_on__isnull', True), ('status', 'probationary')), _connector='OR'), name='members_member_status', violation_error_message='正式党员须填写转为正式党员日期，预备党员不填。'), models.CheckConstraint(condition=models.Q(('full_member_on__isnull', True), ('full_member_on__gte', models.F('joined_on')), _connector='OR'), name='members_member_order', violation_error_message='转为正式党员日期不能早于加入党组织日期。'), models.CheckConstraint(condition=models.Q(('joined_on__gt', models.F('birth_date'))), name='members_member_born_first', violation_error_message='加入党组织日期应晚于出生日期。')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='起始日期')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('entry_reason', models.CharField(choices=[('transferred_in', '转入组织关系'), ('admitted', '接收为预备党员'), ('restored', '恢复党籍'), ('registered', '建档登记')], default='registered', max_length=20, verbose_name='进入原因')),
                ('entry_document', models.CharField(blank=True, max_length=120, verbose_name='进入依据')),
                ('exit_reason', models.CharField(blank=True, choices=[('transferred_out', '转出组织关系'), ('died', '去世'), ('expelled', '开除党籍'), ('removed', '除名（退党、劝退、自行脱党）'), ('disqualified', '取消预备党员资格'), ('suspended', '停止党籍（失去联系）')], max_length=20, verbose_name='离开原因')),
                ('exit_document', models.CharField(blank=True, max_length=120, verbose_name='离开依据')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='members.member', verbose_name='党员')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.organization', verbose_name='党组织')),
            ],
            options={
                'verbose_name': '组织关系',
                'verbose_name_plural': '组织关系',
                'abstract': False,
                'indexes': [models.Index(fields=['member', 'starts_on', 'ends_on'], name='members_membership_day'), models.Index(fields=['organization', 'starts_on', 'ends_on'], name='members_membership_org')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='members_membership_order', violation_error_message='截止日期不能早于起始日期。'), models.CheckConstraint(condition=models.Q(models.Q(('ends_on__isnull', True), ('exit_reason', '')), models.Q(('ends_on__isnull', False), models.Q(('exit_reason', ''), _negated=True)), _connector='OR'), name='members_membership_exit', violation_error_message='离开日期和离开原因要么都填，要么都不填。'), core.guards.NoOverlap(fields=('member',), name='members_membership_once', violation_error_message='这名党员在这段时间的组织关系在另一个党组织，请先办理转出。')],
            },
        ),
    ]
