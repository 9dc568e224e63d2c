"""The columns of a registry list, declared once for reading, pages and workbooks."""

from django.utils import timezone

from core.sheets import Column, Sheet
from organizations.conditions import area_name_on
from organizations.models import Exclusion, RegistryLine, RegistryList, Unit
from organizations.sheets import AREA, CREDIT_CODE, NAME

LINE_NAME = Column(
    "name", width=34, aliases=(*NAME.aliases, "市场主体名称", "字号名称", "机构名称", "主体名称")
)
LINE_CODE = Column(
    "credit_code",
    width=22,
    aliases=(*CREDIT_CODE.aliases, "统一社会信用代码/注册号", "注册号/统一社会信用代码", "代码"),
)
LINE_AREA = Column(
    "area", aliases=(*AREA.aliases, "地区", "所属地区", "辖区", "所属辖区", "属地", "管辖区域", "行政区划")
)
LINE_STATE = Column(
    "state_text", aliases=("状态", "企业状态", "经营状态", "登记状态名称", "存续状态", "主体状态", "年检状态")
)
LINE_TYPE = Column(
    "type_text", aliases=("企业类型", "市场主体类型", "主体类型", "类型", "社会组织类型", "组织类型")
)
LINE_ESTABLISHED = Column(
    "established_on", aliases=("注册日期", "成立时间", "登记日期", "注册时间", "设立日期", "核准日期")
)
LINE_ADDRESS = Column(
    "address", width=40, aliases=("注册地址", "住所", "经营场所", "企业地址", "登记地址", "住所（经营场所）")
)
LINE_NOTE = Column("note", width=40)

REGISTRY_FIELDS = {
    "name": LINE_NAME,
    "credit_code": LINE_CODE,
    "area": LINE_AREA,
    "state": LINE_STATE,
    "type": LINE_TYPE,
    "established_on": LINE_ESTABLISHED,
    "address": LINE_ADDRESS,
}
HEADINGS = {name: column.heading(RegistryLine) for name, column in REGISTRY_FIELDS.items()}

LISTS = Sheet(
    title="登记名单比对",
    model=RegistryList,
    related=("area", "made_by"),
    ordering=("-pk",),
    columns=(
        Column("file_name", width=40),
        Column("source"),
        Column("listed_on"),
        Column("area"),
        Column("line_count"),
        Column("made_by"),
        Column("made_at", text=lambda row: f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}"),
    ),
    empty_text="还没有上传过登记名单。点“上传名单”选择市场监管局或民政局的名单。",
)
LINES = Sheet(
    title="登记名单",
    model=RegistryLine,
    related=("area",),
    columns=(
        Column("row"),
        LINE_NAME,
        Column("code_text", "统一社会信用代码", width=22),
        LINE_AREA,
        LINE_STATE,
        LINE_TYPE,
        LINE_ESTABLISHED,
        LINE_ADDRESS,
        LINE_NOTE,
    ),
)
GONE = Sheet(
    title="名单中已消失的单位",
    model=Unit,
    columns=(
        Column("name", width=34),
        Column("credit_code", width=22),
        Column("area_name", "管理区域", annotation=area_name_on),
        Column("address", width=40),
    ),
)
EXCLUSIONS = Sheet(
    title="不纳入记录",
    model=Exclusion,
    related=("area", "excluded_by"),
    ordering=("-pk",),
    columns=(
        Column("name", width=34),
        Column("credit_code", width=22),
        Column("area"),
        Column("reason", width=40),
        Column("excluded_on"),
        Column("excluded_by"),
        Column("revoked_on"),
    ),
    empty_text="还没有列为不纳入的单位。",
)
