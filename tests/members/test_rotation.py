"""Changing the key: nothing is lost on the way, and afterwards the old key may go."""

import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.models import AuditEntry
from core.rotation import reseal_column
from core.sealing import SealError
from members.dues_models import DuesBase
from members.models import Member
from tests.factories import BY
from tests.members.dues import told as told_base
from tests.members.factories import make_member

pytestmark = pytest.mark.django_db

OLD, NEW = bytes(range(32)), bytes(range(32, 64))
NUMBERS = ["130599198005040023", "13059919800504004X", "130599198005040066"]
WORDS = (
    "党费计算依据·党费计算基数：重新密封0项，无法打开0项，尚余0项\n"
    "党员·公民身份号码：重新密封{}项，无法打开{}项，尚余{}项\n"
    "党员·家庭住址：重新密封{}项，无法打开{}项，尚余{}项\n"
)
ALL_DONE = "全部密封内容都已使用第一个密钥，旧密钥可以删除。\n"


@pytest.fixture
def roster(settings, organization) -> list[Member]:
    """Three members sealed under the old key."""
    settings.SEAL_KEYS = {"old": OLD}
    return [
        make_member(organization, f"党员{number[-2:]}", id_number=number, address="示例路1号")
        for number in NUMBERS
    ]


def rotate() -> str:
    out = io.StringIO()
    call_command("rotate_seals", stdout=out)
    return of_members(out.getvalue())


def of_members(told: str) -> str:
    """The lines about members, and the last one."""
    return "".join(one for one in told.splitlines(keepends=True) if one.startswith(("党员", "党费", "全部")))


def opened() -> list[tuple]:
    return [(member.id_number, member.address) for member in Member.objects.order_by("pk")]


def raw_columns() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number_sealed, address_sealed FROM members_member")
        return str(cursor.fetchall())


def test_rotation_seals_everything_anew_and_the_old_key_may_go(settings, roster):
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    assert rotate() == WORDS.format(3, 0, 0, 3, 0, 0) + ALL_DONE
    settings.SEAL_KEYS = {"new": NEW}
    assert opened() == [(number, "示例路1号") for number in NUMBERS]
    assert (raw_columns().count("sealed1.new."), "sealed1.old." in raw_columns()) == (6, False)
    assert [Member.objects.with_id_number(number).get().id_number for number in NUMBERS] == NUMBERS
    assert rotate() == WORDS.format(0, 0, 0, 0, 0, 0) + ALL_DONE


def test_a_member_is_found_under_either_key_before_the_rotation(settings, roster):
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    assert Member.objects.with_id_number(NUMBERS[1]).get() == roster[1]


def test_an_interrupted_rotation_goes_on_where_it_stopped(settings, roster):
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    roster[0].id_number = "130599198005040082"
    roster[0].save()
    counts = reseal_column(Member, "id_number_sealed", "id_number_print", BY, batch=1)
    assert (counts.done, counts.failed, counts.left) == (2, 0, 0)
    assert rotate() == WORDS.format(0, 0, 0, 2, 0, 0).replace("重新密封2", "重新密封3") + ALL_DONE


def test_the_version_of_a_row_stays_and_the_trail_tells_only_how_many(settings, roster):
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    rotate()
    assert set(Member.objects.values_list("version", flat=True)) == {1}
    told = AuditEntry.objects.filter(act="更换密钥").order_by("pk").values_list("object_label", "changes")
    assert list(told) == [("公民身份号码", {"rows": [None, 3]}), ("家庭住址", {"rows": [None, 3]})]


def test_what_cannot_be_opened_is_counted_left_alone_and_told(settings, roster):
    before = raw_columns()
    settings.SEAL_KEYS = {"new": NEW}
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("rotate_seals", stdout=out)
    assert str(refused.value) == "还有6项未改用第一个密钥，请先不要删除旧密钥。"
    assert (of_members(out.getvalue()), raw_columns()) == (WORDS.format(0, 3, 3, 0, 3, 3), before)


def test_incomes_are_sealed_anew_with_the_rest(settings, organization, roster):
    told_base(roster[0], organization, "4321.00")
    settings.SEAL_KEYS = {"new": NEW, "old": OLD}
    assert rotate().startswith("党费计算依据·党费计算基数：重新密封1项，无法打开0项，尚余0项\n")
    settings.SEAL_KEYS = {"new": NEW}
    assert DuesBase.objects.get().base == Decimal(4321)


def test_nobody_writes_over_what_a_lost_key_still_holds(settings, roster):
    settings.SEAL_KEYS = {"new": NEW}
    member = Member.objects.get(pk=roster[0].pk)
    with pytest.raises(SealError):
        member.id_number = NUMBERS[0]
