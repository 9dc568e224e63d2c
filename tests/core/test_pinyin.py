"""Names are found by their characters and by their pinyin initials."""

import pytest

from core.pinyin import initials, search_text


@pytest.mark.parametrize(
    ("text", "letters"),
    [("龙星化工", "lxhg"), ("沙河市", "shs"), ("A1玻璃", "abl"), ("", ""), ("褡裢", "dl"), ("綦村", "qc")],
)
def test_initials(text, letters):
    assert initials(text) == letters


def test_search_text_holds_every_name_once():
    assert search_text("安全玻璃A", "旧名", "安全玻璃A", "") == "安全玻璃a 旧名 aqbla jm"
