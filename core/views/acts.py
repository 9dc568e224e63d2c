"""The page of an act: first what will change, then, confirmed, the change itself."""

from django.db import IntegrityError

from core import posts
from core.rehearsal import rehearse
from core.saving import Conflict, Refused
from core.views.forms import CONTRADICTED, FormPage
from core.views.pages import OfRow

CONFIRM = "_confirm"


class ActPage(FormPage):
    """A form of an act. The first post shows the changes it would make; the same post confirmed makes them.

    `_confirm` carries a digest of what was shown, so that an answer changed afterwards is shown anew.
    """

    template_name = "core/act.html"
    submit_label = "下一步：查看变化"
    confirm_label = "确认办理"
    done_text = "已办理。"

    def get_form_kwargs(self) -> dict:
        return {"today": self.request.today}

    def judge(self, form):
        if not form.is_valid():
            return self.show(form, status=422)
        if self.request.POST.get(CONFIRM) == self.shown_digest():
            return self.answer(form)
        return self.preview(form)

    def preview(self, form):
        try:
            changes = rehearse(lambda: self.act(form), self.request.actor)
        except (Refused, Conflict) as refusal:
            sentence = str(refusal) if isinstance(refusal, Refused) else CONTRADICTED
            return self.refuse(form, sentence)
        except IntegrityError:
            return self.refuse(form, CONTRADICTED)
        self.changes = changes
        return self.show(form, getattr(form, "warnings", []))

    def shown_digest(self) -> str:
        """Digest of the answers; the confirmation itself does not count."""
        return posts.digest_of(self.request.POST, self.request.FILES, ignored={CONFIRM})

    def get_context(self, form, warnings=()):
        changes = getattr(self, "changes", None)
        return {
            **super().get_context(form, warnings),
            "changes": changes,
            "confirm": self.shown_digest() if changes is not None else "",
            "submit_label": self.submit_label if changes is None else self.confirm_label,
        }


class RowAct(OfRow, ActPage):
    """An act on one row within the scope; leads back to the page of the row."""
