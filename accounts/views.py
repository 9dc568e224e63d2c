"""Sign-in, sign-out and the first password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import FirstPasswordForm, SignInForm
from core.audit import Actor, record


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True


class SignOut(LogoutView):
    pass


@sensitive_post_parameters()
def change_password(request):
    """Let the signed-in person choose a password; other sessions end."""
    form = FirstPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        _save_password(request, form)
        messages.success(request, "密码已修改。")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/password_change.html", {"form": form, "title": "修改密码"})


def _save_password(request, form):
    with transaction.atomic():
        user = form.save(commit=False)
        user.must_change_password = False
        user.first_password_until = None
        user.save()
        record(Actor(user, request.id, request.META.get("REMOTE_ADDR", "")), "修改密码", user)
    update_session_auth_hash(request, user)


def locked_out(request, credentials, *args, **kwargs):
    """Tell that sign-in is closed for a quarter of an hour; the same for known and unknown names."""
    return render(request, "accounts/locked_out.html", {"title": "登录已暂停"}, status=429)
