"""Keeping a list that was brought in: once for each file and area, with all its lines; no unit is changed."""

import datetime
from typing import NamedTuple

from django.db import transaction

from core.audit import Actor, record
from organizations.models import Area, RegistryLine, RegistryList
from organizations.registry.reading import ReadFile, read_registry

AT_ONCE = 1000


class Kept(NamedTuple):
    """A list with what was read of its file; not new when the file had been brought in before."""

    registry: RegistryList
    read: ReadFile
    is_new: bool


def keep_list(
    data,
    file_name: str,
    by: Actor,
    *,
    source: str,
    area: Area,
    listed_on: datetime.date,
    today: datetime.date,
) -> Kept:
    """Read and keep the file; the same file for the same area is the list that is there already.

    Raises WorkbookError with one sentence when nothing can be read; then nothing is kept.
    """
    read = read_registry(data, file_name, today, area)
    known = RegistryList.objects.filter(digest=read.digest, area=area).first()
    if known is not None:
        return Kept(known, read, False)
    registry = RegistryList(
        source=source,
        listed_on=listed_on,
        file_name=file_name[:200],
        digest=read.digest,
        area=area,
        made_by=by.user,
        line_count=len(read.lines),
    )
    store(registry, read, by)
    return Kept(registry, read, True)


def store(registry: RegistryList, read: ReadFile, by: Actor) -> None:
    with transaction.atomic():
        registry.save(force_insert=True)
        for one in read.lines:
            one.line.list = registry
        RegistryLine.objects.bulk_create((one.line for one in read.lines), batch_size=AT_ONCE)
        record(by, "上传登记名单", registry, {"line_count": [None, registry.line_count]})
