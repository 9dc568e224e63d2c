"""Taking an import back: what would go and what would return is shown first."""

from collections import Counter

from django.apps import apps
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from intake import jobs
from intake.undoing import obstacles, why_not
from intake.views.batch import BatchPage
from organizations.models import ImportBatch


class ImportUndo(BatchPage):
    """What taking the import back would do, or what stands in its way; then the act."""

    def get(self, request, pk):
        sentence = why_not(self.batch, timezone.now())
        standing = [] if sentence else list(map(str, obstacles(self.batch)))
        context = {
            "title": f"撤回导入：{self.batch}",
            "back_url": self.batch.get_absolute_url(),
            "batch": self.batch,
            "sentence": sentence,
            "obstacles": standing,
            "effects": [] if sentence or standing else effects_of(self.batch),
            "undo_url": reverse("intake:import-undo", args=[self.batch.pk]),
        }
        return render(request, "intake/undo.html", context)

    def post(self, request, pk):
        self.begin(jobs.UNDO, "已撤回：这次导入新增的内容已删去，改动的内容已恢复。")
        return self.back()


def effects_of(batch: ImportBatch) -> list[dict]:
    """How many rows of which noun would be taken away, and how many given their old values back."""
    added, changed = Counter(), Counter()
    for label, is_new in batch.facts.told().values_list("model", "added"):
        (added if is_new else changed)[label] += 1
    return [
        {
            "noun": apps.get_model(label)._meta.verbose_name,
            "added": added[label],
            "changed": changed[label],
        }
        for label in dict.fromkeys([*added, *changed])
    ]
