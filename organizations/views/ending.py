"""The page that ends a dated fact on its last day."""

from core.views import RowAct
from organizations import registration
from organizations.forms.acts import EndForm


class EndPage(RowAct):
    """Ends a fact and leads to its `home`: the page of the unit it is about, unless told otherwise."""

    form_class = EndForm

    def home(self) -> str:
        return self.object.unit.get_absolute_url()

    def get_title(self):
        return f"结束{self.model._meta.verbose_name}：{self.named}"

    def get_back_url(self):
        return self.home()

    def act(self, form):
        return registration.end_span(self.object, form.cleaned_data["on"], self.request.actor)

    def success_url(self, obj):
        return self.home()
