"""Pages of saved filters: keep the present one under a name, delete an own one."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from core.forms import PortalModelForm
from core.models import SavedView
from core.saved_views import forget_view, keep_view
from core.views.forms import CreatePage
from core.views.pages import Page, fetch_or_404


class SavedViewForm(PortalModelForm):
    class Meta:
        model = SavedView
        fields = ("name", "shared")
        help_texts = {"shared": "能打开这个列表的人都可使用；看到的行仍按各自的管理范围。"}


def is_page(path: str) -> bool:
    """Say whether the path is an address of the portal."""
    try:
        return bool(resolve(path))
    except Resolver404:
        return False


class SavedViewCreate(CreatePage):
    """Keeps the filter named by `?page=&query=`, which the list page puts into its link."""

    form_class = SavedViewForm
    permission = "core.add_savedview"
    title = "保存当前筛选"
    done_text = "已保存，可在列表上方的“常用筛选”中打开。"

    def dispatch(self, request, *args, **kwargs):
        self.check_permission(request)
        self.page, self.query = request.GET.get("page", "")[:200], request.GET.get("query", "")
        if not is_page(self.page):
            messages.warning(request, "请从列表页面保存筛选。")
            return redirect("home")
        return super().dispatch(request, *args, **kwargs)

    def get_back_url(self):
        return f"{self.page}?{self.query}"

    def act(self, form):
        view = form.save(commit=False)
        view.page, view.query = self.page, self.query
        return keep_view(view, self.request.actor)


class SavedViewDelete(Page):
    """Deletes an own filter; somebody else's is absent."""

    permission = "core.delete_savedview"
    http_method_names = ["post"]

    def post(self, request, pk):
        view = fetch_or_404(SavedView.objects.filter(user=request.user), pk)
        forget_view(view, request.actor)
        messages.success(request, f"已删除常用筛选“{view}”。")
        return redirect(view.page)
