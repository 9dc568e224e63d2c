"""Long work goes on in a process of its own; killed at any point, it leaves nothing or everything."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.server import environment, free_port
from tests.organizations.ledgers import ledger, line

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow]

KEEP = """
import sys
from django.utils import timezone
from core.audit import Actor
from django.contrib.auth import get_user_model
from intake.batches import Sender, check_batch, keep_workbook
from organizations.jurisdiction import whole_county
from organizations.models import Area, Jurisdiction
user = get_user_model().objects.create_user("clerk", password="a-long-password-1")
county = Area.objects.get(parent=None)
Jurisdiction.objects.create(user=user, role="county_clerk", area=county, starts_on="2020-01-01")
today = timezone.localdate()
sender = Sender(Actor(user), whole_county(today), today)
batch = keep_workbook(open(sys.argv[1], "rb").read(), "台账.csv", sender, county)
check_batch(batch, sender)
print(batch.pk, user.pk)
"""
COUNT = """
from django.apps import apps
from organizations.models import ImportBatch
told = {"sessions.session", "organizations.importbatch"}
batch = ImportBatch.objects.get()
models = [m for m in apps.get_models() if m._meta.label_lower not in told]
rows = {m._meta.label_lower: m._base_manager.count() for m in models}
print(batch.state, sum(rows.values()), rows["organizations.unit"])
"""
STANDING = """
from intake import jobs
from organizations.models import ImportBatch
batch = ImportBatch.objects.get()
jobs.mark(batch, jobs.APPLY)
batch.refresh_from_db()
print(jobs.standing(batch))
"""


class Portal:
    """A database of its own with one checked workbook in it."""

    def __init__(self, folder: Path, units: int):
        self.values = environment(folder, free_port()) | {"DJANGO_SETTINGS_MODULE": "shahe_portal.settings"}
        subprocess.run([sys.executable, "scripts/secret_key.py"], cwd=ROOT, env=self.values, check=True)
        self.run("manage.py", "migrate", "-v0")
        file = folder / "ledger.csv"
        file.write_bytes(ledger(*(line(f"沙河市第{number}公司") for number in range(units))))
        self.batch, self.user = self.script(KEEP, str(file)).split()

    def run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.values, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def script(self, text: str, *arguments: str) -> str:
        return self.run("-c", f"import django; django.setup()\n{text}", *arguments)

    def start_applying(self) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "run_import", self.batch, "apply", f"--user={self.user}"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=self.values, start_new_session=True, **quiet)

    def counted(self) -> tuple[str, str, str]:
        return tuple(self.script(COUNT).split())


@pytest.fixture
def portal(tmp_path):
    return Portal(tmp_path, 1500)


def test_killed_at_any_point_it_leaves_nothing_or_everything(portal):
    untouched = portal.counted()
    assert untouched[0] == "previewed"
    seen = set()
    for delay in (0.6, 1.0, 1.4, 1.8, 2.2, 2.6, 3.0):
        process = portal.start_applying()
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        state, rows, units = portal.counted()
        seen.add(state)
        assert (state, units) in (("previewed", "0"), ("applied", "1500"))
        if state == "applied":
            break
        assert (state, rows, units) == untouched
    assert "previewed" in seen
    portal.start_applying().wait()
    assert (portal.counted()[0], portal.counted()[2]) == ("applied", "1500")


def test_interrupted_work_says_so(portal):
    assert portal.script(STANDING) == "上次导入没有完成就中断了，什么都没有保存，请重新办理。"
