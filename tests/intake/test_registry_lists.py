"""A list of a registry sent as a workbook: told apart from ledgers, kept, and led to its comparison."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.workbooks import read_book
from intake.registry_lists import IS_A_LIST, is_registry_list
from organizations.models import ImportBatch, RegistryList, Unit
from organizations.views.registry import ALREADY, COMPARED
from tests.organizations.ledgers import LEDGERS, data_of, ledger, line
from tests.organizations.registries import listed, row
from tests.tables import table

pytestmark = pytest.mark.django_db
UPLOAD = "/imports/new/"
UNIT = {"企业名称": "甲公司", "统一社会信用代码": ""}


def upload(client, data: bytes, key="key-1", **given):
    return client.post(UPLOAD, {"file": SimpleUploadedFile("名单.csv", data), "_post_key": key, **given})


def refused(answer) -> dict:
    assert answer.status_code == 422
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def is_list(data: bytes, name="表.csv") -> bool:
    return is_registry_list(read_book(io.BytesIO(data), name))


def test_lists_are_told_from_ledgers():
    assert is_list(listed(row()))
    assert is_list(table(UNIT | {"经营状态": "存续"}))
    assert is_list(table(UNIT | {"成立日期": "2016-01-01", "企业类型": "有限", "地区": "邢台", "核准": ""}))
    assert not is_list(table(UNIT | {"经营状态": "存续", "正式党员": "3"}))
    assert not is_list(table(UNIT | {"成立日期": "2016-01-01", "职工人数": "3", "备注": ""}))
    assert not is_list(ledger(line()))
    assert not any(is_list(data_of(name), name) for name in LEDGERS)


def test_a_list_nobody_called_a_ledger_is_refused_with_the_way_to_go(town_clerk):
    assert refused(upload(town_clerk, listed(row()))) == {"__all__": [IS_A_LIST]}
    assert upload(town_clerk, listed(row(地区="桥东街道")), "key-2", table_kind="units").status_code == 302
    assert (ImportBatch.objects.count(), RegistryList.objects.count()) == (1, 0)


def test_a_list_is_kept_and_leads_to_its_comparison(town_clerk):
    given = {"table_kind": "registry", "source": "market", "on": "2026-05-08"}
    answer = upload(town_clerk, listed(row()), **given)
    kept = RegistryList.objects.get()
    assert (answer.status_code, answer.url) == (302, kept.get_absolute_url())
    assert (str(kept.listed_on), kept.source, kept.area.name) == ("2026-05-08", "market", "桥东街道")
    told = [str(message) for message in town_clerk.get(answer.url).context["messages"]]
    assert (told, Unit.objects.count(), ImportBatch.objects.count()) == ([COMPARED], 0, 0)
    again = upload(town_clerk, listed(row()), "key-2", **given)
    assert (again.url, RegistryList.objects.count()) == (kept.get_absolute_url(), 1)
    assert [str(message) for message in town_clerk.get(again.url).context["messages"]] == [ALREADY]


def test_a_list_needs_its_source_and_must_be_readable(town_clerk):
    answer = upload(town_clerk, listed(row()), table_kind="registry")
    assert refused(answer) == {"source": ["登记名单请选择名单来源。"]}
    answer = upload(town_clerk, "甲,乙\n1,2\n".encode(), "key-2", table_kind="registry", source="market")
    assert list(refused(answer)) == ["__all__"]
    assert RegistryList.objects.count() == 0
