"""Pages of training, by role: who keeps lists, who sees figures only, who sees nothing."""

import datetime

import pytest
from django.urls import reverse

from core.indicators import Rate
from members.training_models import Attendance, Course, PartyWork
from organizations.models import Post
from tests.factories import EARLY, TODAY, area
from tests.members.factories import make_member
from tests.members.training import HELD, attended, make_course

pytestmark = pytest.mark.django_db

COURSES, GAPS, TABLE = "/training/", "/training/gaps/", "/reports/training/"


@pytest.fixture
def member(organization):
    return make_member(organization, "张三")


@pytest.fixture
def neighbour(far_organization):
    return make_member(far_organization, "李四")


def page(name, row) -> str:
    return reverse(f"training:{name}", args=[row.pk])


def shown(answer) -> list[str]:
    return [row["cells"][0]["text"] for row in answer.context["rows"]]


def words(answer) -> str:
    return answer.content.decode()


def posted(**values) -> dict:
    plain = {
        "topic": "新任书记培训班",
        "kind": "induction",
        "channel": "central",
        "level": "town",
        "organizer": "桥东街道党工委",
        "area": area("桥东街道").pk,
        "starts_on": HELD.isoformat(),
        "ends_on": HELD.isoformat(),
        "hours": "8",
        "next_hours": "0",
        "for_secretaries": "on",
    }
    return plain | values


# Courses and their lists


def test_train_these_makes_a_course_with_its_list(town_clerk, member, organization):
    other = make_member(organization, "王五")
    gaps = town_clerk.get(GAPS)
    assert shown(gaps) == ["张三", "王五"]
    assert [row["tick"]["value"] for row in gaps.context["rows"]] == [member.pk, other.pk]
    url = reverse("training:course-create")
    form = town_clerk.get(url, {"member": [member.pk, other.pk]}).context["form"]
    assert [label for _, label in form.fields["members"].choices] == [
        "张三（近处玻璃党支部）",
        "王五（近处玻璃党支部）",
    ]
    answer = town_clerk.post(url, posted(members=[member.pk]))
    course = Course.objects.get()
    assert (answer.status_code, answer.url) == (302, page("course-detail", course))
    assert list(course.attendances.values_list("member__name", "hours")) == [("张三", 8)]


def test_ticked_strangers_are_not_taken_along(town_clerk, member, neighbour):
    url = reverse("training:course-create")
    offered = town_clerk.get(url, {"member": [member.pk, neighbour.pk, "x"]}).context["form"]
    assert list(offered.fields["members"].queryset) == [member]
    answer = town_clerk.post(url, posted(members=[member.pk, neighbour.pk]))
    assert (answer.status_code, Course.objects.count()) == (422, 0)


def test_ticked_members_come_on_the_list_of_a_course_on_record(town_clerk, member):
    course, url = make_course(), reverse("training:enrol")
    answer = town_clerk.post(url, {"course": course.pk, "members": [member.pk]})
    assert (answer.status_code, course.attendances.get().member) == (302, member)
    answer = town_clerk.post(url, {"course": course.pk})
    assert (answer.status_code, "请在上一页勾选人员。" in words(answer)) == (422, True)


def test_people_are_added_by_ticking_and_by_a_typed_list(town_clerk, member, organization):
    other = make_member(organization, "王五")
    course = make_course()
    url = page("course-attend", course)
    assert len(town_clerk.get(url).context["form"].fields["members"].choices) == 2
    answer = town_clerk.post(url, {"members": [member.pk], "names": "王五\n张三"})
    assert (answer.status_code, course.attendances.count()) == (302, 2)
    assert town_clerk.get(url).context["form"].fields["members"].choices.queryset.count() == 0
    assert town_clerk.get(page("course-detail", course)).context["subtitle"] == "参训 2 人"
    assert other.attendances.count() == 1


def test_a_list_with_strangers_is_refused_with_their_names_as_typed(town_clerk, member, neighbour):
    course = make_course()
    answer = town_clerk.post(page("course-attend", course), {"names": "张三\n李 四\n无此人"})
    sentence = "没有找到这些人，可能不在您的管理范围，或培训期间不是在册党员：李 四、无此人。"
    assert (answer.status_code, sentence in words(answer)) == (422, True)
    assert Attendance.objects.count() == 0


def test_offered_people_are_narrowed_by_organization_and_target(town_clerk, member, organization):
    make_course(members=[make_member(organization, "王五")], hours=40, on=datetime.date(TODAY.year, 1, 5))
    url = page("course-attend", make_course())
    asked = [{}, {"who": "member"}, {"organization": organization.pk, "q": "zs"}, {"who": "leader"}]
    found = [town_clerk.get(url, one).context["form"].fields["members"].queryset for one in asked]
    assert [[one.name for one in rows] for rows in found][:1] == [["张三", "王五"]]
    assert [one.name for one in found[2]] == ["张三"]
    assert list(found[3]) == []


def test_hours_are_mended_and_lines_withdrawn(town_clerk, member):
    line = attended(make_course(), member)
    answer = town_clerk.post(page("attendance-edit", line), {"hours": "9", "next_hours": "0"})
    assert "不能多于这期培训的学时（8）。" in words(answer)
    town_clerk.post(page("attendance-edit", line), {"hours": "4", "next_hours": "0", "_version": "1"})
    url = page("attendance-withdraw", line)
    first = town_clerk.post(url, {"reason": "录错人员"})
    town_clerk.post(url, {"reason": "录错人员", "_confirm": first.context["confirm"]})
    line.refresh_from_db()
    assert (line.hours, line.withdrawn) == (4, "录错人员")
    assert "已撤销：录错人员" in words(town_clerk.get(page("course-detail", line.course)))


def test_people_and_attendances_are_never_mixed(town_clerk, member, organization):
    other = make_member(organization, "王五")
    make_course(members=[member, other])
    make_course(members=[member])
    make_course()
    numbers = town_clerk.get(COURSES).context["numbers"]
    assert numbers == {"courses": 2, "times": 3, "people": 2}
    numbers = town_clerk.get(reverse("training:attendance-list"), {"q": "zs"}).context["numbers"]
    assert numbers == {"courses": 2, "times": 2, "people": 1}


def test_the_neighbour_sees_neither_course_nor_line_nor_gap(stranger, town_clerk, member):
    line = attended(make_course(), member)
    urls = [page("course-detail", line.course), page("course-edit", line.course)]
    urls += [page("course-attend", line.course), page("attendance-detail", line)]
    urls += [page("work-create", member)]
    assert {stranger.get(url).status_code for url in urls} == {404}
    assert {town_clerk.get(url).status_code for url in urls} == {200}
    assert [shown(stranger.get(url)) for url in (COURSES, GAPS)] == [[], []]


def test_a_course_of_the_county_tells_its_people_to_the_town_by_their_lines(town_clerk, county_clerk, member):
    course = make_course("沙河市", [member])
    assert town_clerk.get(page("course-detail", course)).status_code == 404
    assert shown(town_clerk.get(reverse("training:attendance-list"))) == ["张三"]
    assert county_clerk.get(page("course-detail", course)).status_code == 200


# One person


def test_the_page_of_a_member_tells_the_record_of_training(town_clerk, secretary, member):
    make_course(members=[member], on=datetime.date(TODAY.year, 1, 5), hours=16)
    for client in (town_clerk, secretary):
        sections = client.get(member.get_absolute_url()).context["sections"]
        record = next(one for one in sections if one["heading"].startswith("培训记录"))
        assert "集中培训1次，党员每年不少于32学时" in record["heading"]
        assert [row["cells"][0]["text"] for row in record["rows"]] == ["党的创新理论"]


def test_party_work_begins_and_ends_on_the_page_of_the_member(town_clerk, member):
    town_clerk.post(page("work-create", member), {"starts_on": "2026-01-01", "duty": "党建干事"})
    work = PartyWork.objects.get()
    labels = [one["label"] for one in town_clerk.get(member.get_absolute_url()).context["actions"]]
    assert "不再担任党务工作者" in labels
    town_clerk.post(page("work-end", work), {"on": "2026-06-30"})
    work.refresh_from_db()
    assert work.period_text == "2026-01-01 至 2026-06-30"


# Who has not met the target


def test_the_list_asks_by_role_area_and_organization(county_clerk, member, neighbour, organization):
    Post.objects.create(organization=organization, name="张三", starts_on=EARLY)
    make_course(members=[member], hours=40)
    day = "2026-06-30"
    asked = [
        {},
        {"who": "leader"},
        {"who": "manager"},
        {"area": area("桥西街道").pk},
        {"organization": organization.pk},
        {"q": "ls"},
    ]
    found = [shown(county_clerk.get(GAPS, {"on": day} | one)) for one in asked]
    assert found == [["李四"], ["张三"], [], ["李四"], [], ["李四"]]
    assert "每年不少于56学时，集中培训不少于1次" in words(county_clerk.get(GAPS, {"who": "leader"}))


def test_the_list_of_a_past_day_is_that_of_the_day(county_clerk, member):
    make_course(members=[member], hours=40, on=HELD)
    days = [HELD - datetime.timedelta(days=1), HELD, datetime.date(2015, 1, 1)]
    assert [shown(county_clerk.get(GAPS, {"on": day.isoformat()})) for day in days] == [["张三"], [], []]


# Figures


def test_the_table_by_area_leads_to_its_lists(county_clerk, member, neighbour):
    make_course(members=[member], hours=40)
    answer = county_clerk.get(TABLE, {"on": "2026-06-30"})
    rows = {row["area"]: row["cells"] for row in answer.context["area_rows"]}
    told = {name: [cell["text"] for cell in rows[name][:3]] for name in ("桥东街道", "桥西街道", "合计")}
    assert told == {
        "桥东街道": ["1", "0", "100.00%"],
        "桥西街道": ["1", "1", "0.00%"],
        "合计": ["2", "1", "50.00%"],
    }
    gaps = county_clerk.get(rows["桥西街道"][1]["url"])
    assert (gaps.status_code, shown(gaps)) == (200, ["李四"])


def test_a_post_without_a_member_of_its_name_is_told(county_clerk, organization):
    Post.objects.create(organization=organization, name="外派书记", starts_on=EARLY)
    assert county_clerk.get(TABLE).context["unmatched"] == 1


def test_a_leader_sees_figures_and_no_person(leader, member):
    make_course(members=[member])
    answer = leader.get(TABLE)
    assert answer.status_code == 200
    assert {cell["url"] for row in answer.context["area_rows"] for cell in row["cells"]} == {""}
    assert ("张三" in words(answer), leader.get(reverse("reports:dashboard")).status_code) == (False, 200)
    closed = [COURSES, GAPS, reverse("training:attendance-list"), "/reports/figures/training_members/"]
    assert [leader.get(url).status_code for url in closed] == [403] * 4


def test_a_secretary_sees_the_own_people_and_records_nothing(secretary, member, neighbour):
    attended(make_course(), member)
    assert shown(secretary.get(GAPS)) == ["张三"]
    assert secretary.get(GAPS).context["several"] == []
    assert shown(secretary.get(reverse("training:attendance-list"))) == ["张三"]
    forbidden = [reverse("training:course-create"), reverse("training:enrol"), TABLE]
    assert [secretary.get(url).status_code for url in forbidden] == [403] * 3


@pytest.mark.parametrize("role", ["officer", "auditor", "sysadmin"])
def test_others_open_nothing_of_training(request, role, member):
    client = request.getfixturevalue(role)
    assert [client.get(url).status_code for url in (COURSES, GAPS, TABLE)] == [403] * 3


def test_the_command_and_the_dashboard_tell_the_same(county_clerk, member):
    make_course(members=[member], hours=40, on=datetime.date(TODAY.year, 1, 5))
    tiles = {tile["key"]: tile for tile in county_clerk.get(reverse("reports:dashboard")).context["tiles"]}
    assert (tiles["training_members"]["hits"], tiles["training_members"]["total"]) == (1, 1)
    assert tiles["training_leaders"]["text"] == str(Rate(0, 0))
