"""The glossary names every model, and links between the pages of the documentation lead somewhere."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("core", "accounts", "organizations", "members", "activities", "funding", "standards", "reports")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def glossary_rows() -> set[tuple[str, str]]:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([^|]+) \| `(\w+)` \|", text, re.MULTILINE))


def model_rows() -> set[tuple[str, str]]:
    models = (model for label in APPS for model in apps.get_app_config(label).get_models())
    return {(str(model._meta.verbose_name), model.__name__) for model in models}


def test_every_model_is_in_the_glossary_under_its_label():
    assert model_rows() - glossary_rows() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_a_file(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_decision_is_in_the_list_of_decisions():
    listed = set(LINK.findall((ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")))
    assert {page.name for page in ROOT.glob("docs/decisions/*.md")} - listed == {"README.md"}
