"""Lists of a registry, told apart from ledgers: a list is compared with the units, never read into them."""

from dataclasses import replace

from core.intake.kinds import Kind
from core.intake.previewing import LOOKED_AT
from core.tables import Table, find_table
from core.workbooks import Book, RawSheet
from intake.kinds import KINDS
from organizations.registry.reading import VOCABULARY

KEY, LABEL = "registry", "登记名单"
ONLY_IN_LISTS = (
    "登记状态", "经营状态", "企业状态", "存续状态", "主体状态", "注册资本", "注册资金", "经营范围",
    "登记机关", "核准日期",
)  # fmt: skip
ALSO_IN_LISTS = ("成立日期",)
OF_THE_PARTY = ("党", "支部", "组建", "指导员")
IS_A_LIST = (
    "这像是登记机关的名单，不是台账：请把“表的种类”选为“登记名单”并选择名单来源，与单位名录比对；"
    "确实是台账的，请选台账。没有保存任何内容。"
)


def is_registry_list(book: Book) -> bool:
    """Say whether every table of the workbook is a list of a registry."""
    tops = [replace(raw, rows=raw.rows[:LOOKED_AT]) for raw in book.sheets if not raw.hidden]
    tables = [(top, table) for top in tops if (table := find_table(top, VOCABULARY))]
    return bool(tables) and all(_is_list(top, table) for top, table in tables)


def _is_list(top: RawSheet, table: Table) -> bool:
    """A list knows nothing of the Party; where ledgers use its words too, it must know as many columns."""
    headings = "、".join([*table.columns, *table.unmapped])
    if any(word in headings for word in OF_THE_PARTY):
        return False
    if any(word in headings for word in ONLY_IN_LISTS):
        return True
    known = set(table.columns.values())
    as_many = len(known) >= max(_known_to(kind, top) for kind in KINDS)
    return as_many and any(word in headings for word in ALSO_IN_LISTS)


def _known_to(kind: Kind, top: RawSheet) -> int:
    table = find_table(top, kind.vocabulary)
    return kind.claims(table, "", chosen=True) if table else 0
