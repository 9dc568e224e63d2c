"""Rates of training: of the members, the leaders and others, who has met what the year asks, by a day.

Hours count in the year into which they fall, once the course is over; the target is that of the day.
"""

from core.indicators import Indicator
from members.models import Member
from members.training import conditions as c
from members.training.choices import TargetRole, Trainee

ADDED_UP = "学时按培训所在年度累计，到当日已结束的培训才计入；目标按当日生效的规定"

TRAINING_MEMBERS = Indicator(
    key="training_members",
    label="党员年度培训覆盖率",
    definition=f"当年学时达到年度目标的党员数 ÷ 在册党员数；{ADDED_UP}",
    subjects=Member.objects.all,
    counted=c.asked_of(TargetRole.MEMBER, c.enrolled),
    hit=c.reached(TargetRole.MEMBER),
    numerator="达到年度目标的党员",
    denominator="在册党员",
)
TRAINING_LEADERS = Indicator(
    key="training_leaders",
    label="书记和党务工作者年度培训覆盖率",
    definition=(
        "当年学时和集中培训次数达到年度目标的书记、副书记、委员和党务工作者数 ÷ "
        "当日在任的书记、副书记、委员和党务工作者数；"
        f"任职人按姓名对应本党组织的党员；{ADDED_UP}"
    ),
    subjects=Member.objects.all,
    counted=c.asked_of(TargetRole.LEADER, c.leader),
    hit=c.reached(TargetRole.LEADER),
    numerator="达到年度目标的书记班子成员和党务工作者",
    denominator="书记班子成员和党务工作者",
)
TRAINING_WORKERS = Indicator(
    key="training_workers",
    label="党务工作者年度培训覆盖率",
    definition=f"当年学时和集中培训次数达到年度目标的党务工作者数 ÷ 党务工作者数；{ADDED_UP}",
    subjects=Member.objects.all,
    counted=c.asked_of(TargetRole.LEADER, c.party_worker),
    hit=c.reached(TargetRole.LEADER),
    numerator="达到年度目标的党务工作者",
    denominator="党务工作者",
)
TRAINING_SITE_SECRETARIES = Indicator(
    key="training_site_secretaries",
    label="示范点书记年度培训覆盖率",
    definition=f"当年学时和集中培训次数达到年度目标的示范点党组织书记数 ÷ 示范点党组织书记数；{ADDED_UP}",
    subjects=Member.objects.all,
    counted=c.asked_of(TargetRole.LEADER, c.site_secretary),
    hit=c.reached(TargetRole.LEADER),
    numerator="达到年度目标的示范点书记",
    denominator="示范点书记",
)
TRAINING_MANAGERS = Indicator(
    key="training_managers",
    label="经营管理人员集中培训覆盖率",
    definition=(
        "当年至少参加过一次集中培训的经营管理人员数 ÷ 经营管理人员中的在册党员数；到当日已结束的培训才计入"
    ),
    subjects=Member.objects.all,
    counted=c.manager,
    hit=c.trained_centrally,
    numerator="参加过集中培训的经营管理人员",
    denominator="经营管理人员",
)
INDICATORS = {
    Trainee.MEMBER: TRAINING_MEMBERS,
    Trainee.LEADER: TRAINING_LEADERS,
    Trainee.WORKER: TRAINING_WORKERS,
    Trainee.SITE_SECRETARY: TRAINING_SITE_SECRETARIES,
    Trainee.MANAGER: TRAINING_MANAGERS,
}
