"""A judged roster becomes members of organizations, once and as a whole, and can be taken back."""

import datetime
import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.identifiers import mask_id_number
from core.models import AuditEntry
from core.saving import Refused
from intake.batches import correct_batch
from intake.questions import answers_in, keep_answers, questions_of
from intake.undoing import undo_batch
from intake.views.templates import template_columns
from members.intake.roster import ROSTER
from members.models import Member, Membership
from organizations.models import ImportBatch, ImportedFact, ImportLine
from tests.factories import BY, make_organization
from tests.members.factories import make_member, make_probationary
from tests.members.rosters import BRANCH, number, person, roster, town
from tests.organizations.ledgers import apply, bring_in, judge, keep, verdicts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organization")]

DAY = datetime.date(2020, 6, 30)
ADDRESS = "沙河市示例小区7号楼"
HEAD = (*(heading for heading in person()), "家庭住址", "岗位", "工作单位")


def with_address(*lines) -> bytes:
    return roster(*lines, head=HEAD)


def test_new_members_are_admitted_as_of_the_day(organization):
    make_organization(name="后来的党支部", on=datetime.date(2021, 3, 1))
    lines = [
        person(家庭住址=ADDRESS, 工作单位="沙河市近处玻璃有限公司"),
        person("乙", 身份证号码=number(2), 入党时间="2020-12-01", 转正时间="2021-12-01"),
        person("丙", 身份证号码=number(3), 所在党支部="后来的党支部"),
    ]
    bring_in(with_address(*lines), on=DAY)
    begun = Membership.objects.order_by("pk").values_list("member__name", "starts_on", "entry_reason")
    assert list(begun) == [
        ("试验党员甲", DAY, "registered"),
        ("乙", datetime.date(2020, 12, 1), "registered"),
        ("丙", datetime.date(2021, 3, 1), "registered"),
    ]
    member = Member.objects.get(name="试验党员甲")
    assert (member.id_number, member.address, member.sex) == (number(), ADDRESS, "female")
    assert (member.unit.name, member.search_text != "") == ("沙河市近处玻璃有限公司", True)


def test_known_member_is_changed_and_keeps_the_rest(organization):
    member = make_probationary(organization, joined_on=DAY, id_number=number(), job="会计")
    bring_in(roster(person("试验党员乙", 入党时间="", 转正时间="2021-06-30")))
    member.refresh_from_db()
    assert (member.status, member.full_member_on, member.joined_on, member.job, member.version) == (
        "formal", datetime.date(2021, 6, 30), DAY, "会计", 2,
    )  # fmt: skip
    assert Membership.objects.count() == 1
    entry = AuditEntry.objects.filter(model="members.member").order_by("-pk").first()
    assert (entry.act, entry.changes["status"]) == ("修改", ["probationary", "formal"])


def test_the_same_roster_again_changes_nothing():
    data = with_address(
        person(家庭住址=ADDRESS), person("乙", 身份证号码="", 入党时间="2012-1-1", 转正时间="2013-1-1")
    )
    batch = keep(data)
    assert [line.verdict for line in batch.lines.all()] == ["new", "error"]
    apply(batch, only_good=True)
    assert verdicts(judge(keep(data))) == ["unchanged", "error"]


def test_import_is_taken_back_whole(organization):
    known = make_member(organization, "乙", id_number=number(2))
    before = Member.objects.filter(pk=known.pk).values().get()
    batch = bring_in(
        with_address(person(), person("乙", 身份证号码=number(2), 岗位="会计", 家庭住址=ADDRESS))
    )
    assert sorted(set(ImportedFact.objects.values_list("model", flat=True))) == [
        "members.member",
        "members.membership",
    ]
    undo_batch(batch, BY, timezone.now())
    after = Member.objects.values().get()
    assert after | {"version": 0} == before | {"version": 0}
    assert Membership.objects.count() == 1


def test_import_stands_once_a_member_has_been_changed():
    batch = bring_in(roster(person()))
    bring_in(roster(person(入党时间="2010-7-2")))
    with pytest.raises(Refused) as refusal:
        undo_batch(batch, BY, timezone.now())
    assert "党员“试验党员甲”" in str(refusal.value)


# What must not be seen


def everything_kept() -> str:
    """Every text in the tables of imports and of the trail."""
    tables = [ImportBatch, ImportLine, ImportedFact, AuditEntry]
    return str([list(model.objects.values()) for model in tables])


def test_secrets_are_kept_nowhere_beside_the_member(caplog):
    data = with_address(
        person(家庭住址=ADDRESS),
        person("乙", 身份证号码=number(2)[:17] + "4"),
        person("丙", 身份证号码=number(3), 所在党支部="不知道"),
    )
    batch = keep(data)
    faulty = batch.lines.get(row=3)
    correct_batch(batch, {faulty.sheet: {"3": {"id_number": number(2)}}}, BY)
    judge(batch)
    apply(batch, only_good=True)
    kept = everything_kept() + caplog.text
    secrets = [number(n) for n in (1, 2, 3)] + [number(2)[:17] + "4", ADDRESS, number()[6:]]
    assert [secret for secret in secrets if secret in kept] == []
    assert Member.objects.count() == 2


def test_what_was_agreed_to_does_not_tell_the_number():
    first, second = (keep(roster(person())).sheets["agreed"] for _ in range(2))
    assert (first == second, len(first)) == (True, 64)


def test_command_hides_numbers_unless_it_is_told_to_show_them(tmp_path):
    path = tmp_path / "花名册.csv"
    path.write_bytes(with_address(person(家庭住址=ADDRESS)))

    def told(*options):
        out = io.StringIO()
        call_command("import_workbook", str(path), "--kind", "members", "--json", *options, stdout=out)
        return json.loads(out.getvalue())["sheets"][0]["rows"][0]["values"]

    assert (told()["id_number"], told()["address"]) == (mask_id_number(number()), "*" * len(ADDRESS))
    shown = told("--show-private")
    assert (shown["id_number"], shown["address"]) == (number(), ADDRESS)


# Words of the sender


def test_word_for_an_organization_is_asked_once_and_remembered(far_organization):
    lines = [person(f"党员{n}", 身份证号码=number(n), 所在党支部="玻璃 支部") for n in range(3)]
    batch = keep(roster(*lines), scope=town())
    [question] = questions_of(batch, town())
    assert (question["label"], question["times"], question["options"]) == (
        "党组织“玻璃支部”", 3, [(BRANCH, BRANCH)],
    )  # fmt: skip
    keep_answers(batch, answers_in({"word-0": BRANCH, "remember": "1"}, batch, town()), BY)
    assert verdicts(judge(batch, town())) == ["new"] * 3
    assert verdicts(judge(keep(roster(*lines), scope=town()), town())) == ["new"] * 3


def test_word_outside_the_scope_is_no_answer(far_organization):
    batch = keep(roster(person(所在党支部="玻璃支部")), scope=town())
    with pytest.raises(Refused):
        answers_in({"word-0": far_organization.name}, batch, town())


def test_template_offers_the_organizations_of_the_scope(far_organization):
    offered = {column.heading: column.words for column in template_columns(ROSTER, town())}
    assert (offered["党组织"], offered["人员类别"]) == ((BRANCH,), ("正式党员", "预备党员"))
