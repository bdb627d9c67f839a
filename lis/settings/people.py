"""How do people sign in, and with what?"""

from .environment import DEMONSTRATION
from .safety import TRUSTED_PROXIES

AUTH_USER_MODEL = "lis.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SECOND_FACTOR_REQUIRED = not DEMONSTRATION
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "lis.people.signing_in.OfficeAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# The invitation went to the address: whoever came in by it has shown that it is theirs.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {
    # In the demonstration one person plays them all, and signs in for each.
    "login": "300/m/ip" if DEMONSTRATION else "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
}
ACCOUNT_FORMS = {
    "login": "lis.people.forms.SignInForm",
    "reset_password": "lis.people.forms.ForgottenPasswordForm",
    "reset_password_from_key": "lis.people.forms.NewPasswordForm",
    "change_password": "lis.people.forms.ChangePasswordForm",
    "reauthenticate": "lis.people.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "lis.people.second_factor.OfficeMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "lis.people.forms.SecondFactorForm",
    "reauthenticate": "lis.people.forms.ConfirmSecondFactorForm",
    "activate_totp": "lis.people.forms.SetUpSecondFactorForm",
}
