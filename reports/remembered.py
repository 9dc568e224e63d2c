"""Puts the results of formulas beside them, so that a viewer which does not calculate shows them too."""

import re
import shutil
import zipfile
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape

FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>.*?</f>)<v\s*(?:/>|></v>)</c>')


def remember(source: BinaryIO, target: BinaryIO, part: str, results: dict[str, int | Decimal | str]) -> None:
    """Copy the workbook; in the worksheet named, each formula whose cell has a result gets it."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            with before.open(name) as old, after.open(name, "w") as new:
                if name == part:
                    new.write(with_results(old.read().decode(), results).encode())
                else:
                    shutil.copyfileobj(old, new)


def with_results(xml: str, results: dict[str, int | Decimal | str]) -> str:
    return FORMULA.sub(lambda found: _cell(*found.groups(), results.get(found[1])), xml)


def _cell(place: str, attributes: str, formula: str, result: int | Decimal | str | None) -> str:
    kind = ' t="str"' if isinstance(result, str) else ""
    value = "" if result is None else escape(str(result))
    return f'<c r="{place}"{attributes}{kind}>{formula}<v>{value}</v></c>'
