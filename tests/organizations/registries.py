"""Small lists of a registry, as the market registry saves them: comma-separated, GB18030, invented names."""

import csv
import io

from core.audit import Actor
from organizations.jurisdiction import whole_county
from organizations.models import RegistryLine, RegistryList
from organizations.registry.comparison import Section, lines_of
from organizations.registry.lists import keep_list
from tests.factories import TODAY, area

HEAD = ("企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册资金", "地区", "注册地址", "登记状态")
PLACE = "沙河市桥东办事处田村"
BY = Actor()


def row(name="沙河市新来玻璃有限公司", code="", *, address=PLACE, **cells) -> dict:
    return {"企业名称": name, "统一社会信用代码": code, "地区": "邢台", "注册地址": address, **cells}


def listed(*rows: dict, head=HEAD) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(head)
    writer.writerows([line.get(heading, "N/A") for heading in head] for line in rows)
    return stream.getvalue().encode("gb18030")


def keep(*rows: dict, place="沙河市", source="market", data: bytes | None = None, by=BY) -> RegistryList:
    stream = io.BytesIO(data if data is not None else listed(*rows))
    day = {"listed_on": TODAY, "today": TODAY}
    return keep_list(stream, "名单.csv", by, source=source, area=area(place), **day).registry


def only_line(*rows: dict, **given) -> RegistryLine:
    return keep(*rows, **given).lines.get()


def sections(registry: RegistryList, scope=None) -> list[str]:
    """The section of every line, in the order of the file."""
    lines = lines_of(registry, scope or whole_county(TODAY)).order_by("row")
    return [Section(section).label for section in lines.values_list("section", flat=True)]
