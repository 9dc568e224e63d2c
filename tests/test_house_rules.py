"""House rules of code: layers, lengths, labels, keys, rights and templates, whoever wrote them."""

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from statistics import median

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse

from core.indicators import Indicator
from core.scoping import EVERYONE, ScopedQuerySet
from shahe_portal.menu import ENTRIES
from shahe_portal.rights import ROLE_PERMISSIONS
from tests.everything import OUR_APPS, our_models

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("shahe_portal", *OUR_APPS)
CODE = sorted(
    path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts
)
HELPERS = sorted(path for name in ("tests", "scripts", "benchmarks") for path in (ROOT / name).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def told(paths) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# Length and shape


def test_no_file_is_too_long():
    assert told(path for path in [*CODE, *HELPERS] if lines_of(path) > 400) == []
    assert told(path for path in TEMPLATES if lines_of(path) >= 150) == []


def functions_of(path: Path) -> list[tuple]:
    """(length, place) of every function, from its `def` to its last line."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]
    return [(node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.name}") for node in found]


def test_functions_are_short():
    lengths = [found for path in CODE for found in functions_of(path)]
    assert [place for length, place in lengths if length > 60] == []
    short = sum(length <= 20 for length, _ in lengths)
    assert short / len(lengths) >= 0.9
    assert median(length for length, _ in lengths) <= 6


def test_no_function_of_tests_and_scripts_is_endless():
    assert [place for path in HELPERS for length, place in functions_of(path) if length > 60] == []


def test_every_module_opens_with_a_sentence():
    plain = [path for path in [*CODE, *HELPERS] if path.read_text(encoding="utf-8").strip()]
    assert told(path for path in plain if not ast.get_docstring(tree_of(path))) == []


@pytest.mark.parametrize("name", ["services", "utils", "managers", "selectors", "helpers"])
def test_there_is_no_drawer_for_odds_and_ends(name):
    assert told(path for path in CODE if path.stem == name) == []


def imported_by(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_nothing_happens_by_signal():
    """What an act does stands in the act; a connection is checked where the application is made ready."""
    signals = [
        path for path in CODE if any("signals" in name or "dispatch" in name for name in imported_by(path))
    ]
    assert told(path for path in signals if path.name != "apps.py") == []


ASKS_FOR_TODAY = re.compile(r"\blocaldate\(|\bdate\.today\(|\bdatetime\.now\(")
MAY_ASK = {
    "organizations/middleware.py",
    "organizations/backends.py",
}


def test_today_is_asked_where_a_request_or_command_begins():
    asking = {path for path in CODE if ASKS_FOR_TODAY.search(path.read_text(encoding="utf-8"))}
    assert [name for name in told(asking) if name not in MAY_ASK and "/commands/" not in name] == []


def test_apps_import_only_downward():
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout if done.returncode else "") == (0, "")


# Tables

WITHOUT_ANCHORS = {"PostKey"}  # known to the one who posted, shown on no page


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_model_says_who_may_see_its_rows(model):
    if model.__name__ in WITHOUT_ANCHORS:
        return
    anchors = model.scope_anchors
    assert anchors == EVERYONE or set(anchors) <= {"area", "organization", "officer"}
    assert isinstance(model._default_manager.all(), ScopedQuerySet)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_model_and_its_fields_have_chinese_labels(model):
    names = model._meta
    assert str(names.verbose_name) == str(names.verbose_name_plural)
    labels = {field.name: str(field.verbose_name) for field in names.concrete_fields if not field.primary_key}
    labels |= {field.name: str(field.verbose_name) for field in names.many_to_many}
    assert {name: label for name, label in labels.items() if not CHINESE.search(label)} == {}
    assert CHINESE.search(str(names.verbose_name))


def test_every_word_of_a_choice_is_chinese():
    choices = {
        f"{model.__name__}.{field.name}.{value}": str(label)
        for model in our_models()
        for field in model._meta.concrete_fields
        for value, label in field.flatchoices
    }
    assert {name: label for name, label in choices.items() if not CHINESE.search(label)} == {}


def test_sentences_of_constraints_are_chinese_and_end():
    sentences = {
        constraint.name: constraint.violation_error_message
        for model in our_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
    assert {
        name: text for name, text in sentences.items() if not CHINESE.search(text) or text[-1] != "。"
    } == {}


# Indicators


def modules_of(name: str):
    package = importlib.import_module(name)
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{name}."):
        if not {"migrations", "commands"} & set(found.name.split(".")):
            yield importlib.import_module(found.name)


def test_keys_of_indicators_are_unique():
    found = {
        id(value): value
        for name in PACKAGES
        for module in modules_of(name)
        for value in vars(module).values()
        if isinstance(value, Indicator)
    }
    keys = sorted(indicator.key for indicator in found.values())
    assert keys == sorted(set(keys))
    wordless = [
        one.key
        for one in found.values()
        if not (CHINESE.search(one.label) and CHINESE.search(one.definition))
    ]
    assert (len(keys) > 0, wordless) == (True, [])


# Rights


@pytest.mark.django_db
def test_rights_name_permissions_that_exist():
    known = {
        f"{app}.{code}" for app, code in Permission.objects.values_list("content_type__app_label", "codename")
    }
    named = frozenset().union(*ROLE_PERMISSIONS.values())
    assert sorted(named - known) == []


ASKED = re.compile(rf"\"((?:{'|'.join(OUR_APPS)})\.[a-z]+_[a-z_]+)\"")


def test_every_permission_that_code_asks_for_is_held_by_a_role():
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    asked = {name for path in CODE for name in ASKED.findall(path.read_text(encoding="utf-8"))}
    verbs = ("view_", "add_", "change_", "import_", "submit_", "accept_", "assess_", "reveal_")
    permissions = {name for name in asked if name.partition(".")[2].startswith(verbs)}
    assert (sorted(permissions - held), len(permissions) > 10) == ([], True)


def test_entries_of_the_menu_lead_somewhere():
    assert [entry.label for entry in ENTRIES if not reverse(entry.view).startswith("/")] == []
    held = frozenset().union(*ROLE_PERMISSIONS.values())
    assert [entry.label for entry in ENTRIES if entry.permission and entry.permission not in held] == []


# Templates

BARRED = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "another host": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.I),
}


@pytest.mark.parametrize("what", BARRED)
def test_templates_keep_to_the_content_policy(what):
    found = [path for path in TEMPLATES if BARRED[what].search(path.read_text(encoding="utf-8"))]
    assert told(found) == []


NAMED_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html", "admin/base_site.html"}


def test_every_template_is_used():
    sources = [*CODE, *TEMPLATES]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    names = {str(path.relative_to(ROOT / "templates")) for path in TEMPLATES} - NAMED_BY_DJANGO
    assert sorted(name for name in names if f'"{name}"' not in text and f"'{name}'" not in text) == []


def test_no_application_stands_outside_the_rules():
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours - {"shahe_portal"} == set(OUR_APPS)
