"""Forms of sign-in and of the first password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm

from accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入。",
        "inactive": "用户名或密码不正确，请重新输入。",
    }

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if user.first_password_expired:
            raise forms.ValidationError("初始密码已过期，请联系管理员重新设置。", code="expired")


class FirstPasswordForm(SetPasswordForm):
    """A new password of one's own; the first one is not accepted again."""

    def clean_new_password1(self):
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError("新密码不能与现在的密码相同，请换一个。")
        return password


class AccountForm(forms.ModelForm):
    """An account as the system administrator keeps it; passwords are never typed for others."""

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "is_active", "is_staff")
