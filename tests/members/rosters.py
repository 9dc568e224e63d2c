"""Small rosters made for one rule; people are invented, and no district has the code of their numbers."""

import csv
import datetime
import io

from core.scoping import Grant, Scope
from members.demo import invented_id_number
from tests.factories import TODAY, area

HEAD = (
    "序号", "姓名", "性别", "民族", "身份证号码", "出生年月", "学历", "党员类别", "所在党支部", "工作单位",
    "入党时间", "转正时间", "岗位", "手机", "是否流动党员",
)  # fmt: skip
BRANCH = "近处玻璃党支部"
BORN = datetime.date(1980, 5, 4)
RIGHTS = frozenset({"organizations.import_workbook", "members.add_member"})


def number(serial: int = 1, born: datetime.date = BORN, sex: str = "female") -> str:
    return invented_id_number(born, sex, serial)


def person(name="试验党员甲", **cells) -> dict:
    """A formal member of the branch; a cell given as "" is blank."""
    usual = {
        "姓名": name,
        "身份证号码": number(),
        "党员类别": "正式党员",
        "所在党支部": BRANCH,
        "入党时间": "2010.7.1",
        "转正时间": "20110701",
    }
    return usual | cells


def roster(*lines: dict, head=HEAD, title: str = "") -> bytes:
    """A small text file; a line gives the cells it has."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    if title:
        writer.writerow([title])
    writer.writerow(head)
    writer.writerows([line.get(heading, "") for heading in head] for line in lines)
    return stream.getvalue().encode()


def town(name="桥东街道") -> Scope:
    return Scope(TODAY, (Grant("area", area(name).path, RIGHTS),))
