"""See to it that the browser tests find a Chromium and a font with Chinese glyphs."""

import shutil
from pathlib import Path

import debian

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
CHINESE_FONTS = ("*wqy*", "*CJK*", "*uming*", "*ukai*", "*SourceHan*")


def main():
    missing = []
    if shutil.which("chromium") is None:
        missing.append("chromium")
    if not has_chinese_font():
        missing.append("fonts-wqy-microhei")
    if missing:
        debian.install(missing, "浏览器测试所需的软件包")


def has_chinese_font() -> bool:
    return any(any(folder.rglob(pattern)) for folder in FONT_FOLDERS for pattern in CHINESE_FONTS)


if __name__ == "__main__":
    main()
