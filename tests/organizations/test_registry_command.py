"""The command line of registry lists: the verdicts of the contract, and what --commit keeps."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditEntry
from organizations.models import RegistryLine, RegistryList, Unit
from organizations.registry import decisions
from tests.factories import TODAY, make_unit
from tests.organizations.registries import BY, keep, listed, row
from tests.workbook_factory import credit_code

pytestmark = pytest.mark.django_db

CODE, OTHER_CODE = credit_code(501), credit_code(502)
NAME = "沙河市旧识玻璃有限公司"


@pytest.fixture
def file(tmp_path):
    """Return a function: rows -> the path of a file with them."""

    def write(*rows):
        path = tmp_path / "市场主体名单.csv"
        path.write_bytes(listed(*rows))
        return path

    return write


def run(path, *options) -> str:
    out = io.StringIO()
    call_command("import_workbook", str(path), "--kind", "registry", *options, stdout=out)
    return out.getvalue()


def as_json(path, *options) -> dict:
    return json.loads(run(path, "--json", *options))


def row_counts() -> tuple:
    return RegistryList.objects.count(), RegistryLine.objects.count(), AuditEntry.objects.count()


def test_preview_has_the_shape_of_the_contract_and_keeps_nothing(file):
    read = as_json(file(row(NAME, CODE, 注册日期="2001-02-03", 登记状态="存续", 企业类型="个人独资企业")))
    [sheet] = read["sheets"]
    assert (read["batch"], sheet["name"], sheet["kind"], sheet["header_rows"]) == (
        None, "市场主体名单", "registry", [1, 1],
    )  # fmt: skip
    assert (sheet["columns"]["企业名称"], sheet["columns"]["注册日期"]) == ("name", "established_on")
    assert sheet["unmapped"] == ["注册资金"]
    assert sheet["rows"] == [
        {
            "row": 2,
            "verdict": "new",
            "values": {
                "name": NAME,
                "credit_code": CODE,
                "kind": "enterprise",
                "area": "桥东街道",
                "state": "存续",
                "type": "个人独资企业",
                "established_on": "2001-02-03",
                "address": "沙河市桥东办事处田村",
            },
            "issues": [],
        }
    ]
    assert row_counts() == (0, 0, 0)


def test_verdicts_tell_what_each_line_would_mean(file):
    make_unit(name=NAME, credit_code=CODE)
    make_unit(name="沙河市旧名建材有限公司", credit_code=OTHER_CODE)
    make_unit(name="沙河市同名餐饮有限责任公司")
    make_unit(name="沙河市已关有限公司", credit_code=credit_code(503))
    excluded = keep(row("个体甲", credit_code(504)))
    decisions.exclude_lines(list(excluded.lines.all()), "个体", TODAY, BY)
    rows = [
        row(NAME, CODE),
        row("沙河市新名建材有限公司", OTHER_CODE),
        row("沙河市同名餐饮有限公司"),
        row("沙河市已关有限公司", credit_code(503), 登记状态="注销"),
        row("个体甲", credit_code(504)),
        row(),
        row("又一家", CODE),
        row("短码厂", "9113"),
    ]
    read = as_json(file(*rows))
    told = [line["verdict"] for line in read["sheets"][0]["rows"]]
    assert told == ["unchanged", "update", "update", "update", "unchanged", "new", "duplicate", "error"]
    counts = ("rows", "new", "update", "unchanged", "duplicate", "error", "units")
    assert [read["summary"][key] for key in counts] == [8, 1, 3, 2, 1, 1, 7]


def test_issues_tell_why(file):
    make_unit(name="沙河市旧名建材有限公司", credit_code=CODE)
    make_unit(name=NAME)
    rows = [row("沙河市新名建材有限公司", CODE), row(NAME), row("短码厂", "9113")]
    lines = as_json(file(*rows))["sheets"][0]["rows"]
    assert [[issue["level"] for issue in line["issues"]] for line in lines] == [
        ["warning"],
        ["warning"],
        ["error"],
    ]
    assert [line["issues"][0]["message"] for line in lines] == [
        "本系统中的名称：沙河市旧名建材有限公司",
        "系统中有同名单位，疑似同一家，请在比对页面确认。",
        "统一社会信用代码应为18位，“9113”是4位，请对照证照补全或改正。",
    ]


def test_commit_keeps_the_list_and_changes_no_unit(file):
    path = file(row(NAME, CODE), row())
    read = as_json(path, "--commit", "--on", "2020-06-30", "--area", "桥东街道", "--source", "civil")
    kept = RegistryList.objects.get()
    assert (read["batch"], kept.listed_on.isoformat(), kept.area.name, kept.source) == (
        kept.pk, "2020-06-30", "桥东街道", "civil",
    )  # fmt: skip
    assert (kept.lines.count(), Unit.objects.count()) == (2, 0)


def test_same_file_again_is_the_same_list(file):
    path = file(row(NAME, CODE))
    first, again = as_json(path, "--commit"), as_json(path, "--commit")
    assert (again, row_counts()) == (first, (1, 1, 1))
    assert (as_json(path)["batch"], row_counts()) == (None, (1, 1, 1))


def test_plain_output_tells_issues_and_counts(file):
    told = run(file(row(NAME, CODE), row("又一家", CODE)), "--on", "2020-06-30").splitlines()
    assert told == [
        "市场主体名单：2行，截至2020-06-30",
        "  第3行 提醒 统一社会信用代码：与“市场主体名单”第2行的代码相同，请核对名单。",
        "rows 2，new 1，update 0，unchanged 0，duplicate 1，error 0，units 1，organizations 0，standalone 0，"
        "joint 0，guidance 0，none 0",
    ]


def test_what_is_no_list_is_refused(tmp_path):
    path = tmp_path / "电话.csv"
    path.write_text("姓名,电话\n甲,1\n", encoding="gb18030")
    for options in ([], ["--commit"]):
        with pytest.raises(CommandError, match=r"^没有找到登记名单：.*。$"):
            run(path, *options)
    assert row_counts() == (0, 0, 0)
