"""The ways in and out of the desk, below ``/desk/``. Where a page is allauth's, its name is the one allauth knows."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.utils.translation import gettext_lazy as _

from osce_site.people import views
from osce_site.people.pages import at_the_desk, leads_to

urlpatterns = [
    # In and out
    path("login/", at_the_desk(account.login, _("Sign in")), name="account_login"),
    path("login/code/", at_the_desk(mfa.authenticate, _("Second factor")), name="mfa_authenticate"),
    path("login/passkey/", at_the_desk(passkeys.login_webauthn, _("Sign in")), name="mfa_login_webauthn"),
    path("logout/", at_the_desk(account.logout, _("Sign out")), name="account_logout"),
    # Links that come by mail
    path("invitation/<str:secret>/", at_the_desk(views.invitation, _("Choose a password")), name="invitation"),
    path("password/", at_the_desk(views.forgotten_password, _("Forgotten password")), name="account_reset_password"),
    path(
        "password/sent/",
        at_the_desk(views.forgotten_password_done, _("Look into your mail")),
        name="account_reset_password_done",
    ),
    path("password/<str:word>/", at_the_desk(views.password_link, _("Choose a password")), name="password_link"),
    # The own account
    path("account/", at_the_desk(views.my_account, _("My account")), name="my_account"),
    path("account/password/", at_the_desk(views.password, _("Change the password")), name="account_change_password"),
    path("account/sessions/", at_the_desk(views.session_list, _("Where I am signed in")), name="session_list"),
    path("account/sessions/<int:pk>/end/", at_the_desk(views.session_end, _("End")), name="session_end"),
    path("account/again/", at_the_desk(account.reauthenticate, _("Is it you?")), name="account_reauthenticate"),
    path("account/again/code/", at_the_desk(mfa.reauthenticate, _("Is it you?")), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        at_the_desk(passkeys.reauthenticate_webauthn, _("Is it you?")),
        name="mfa_reauthenticate_webauthn",
    ),
    # The second factor
    path("account/second-factor/", at_the_desk(mfa.index, _("Second factor")), name="mfa_index"),
    path(
        "account/second-factor/app/",
        at_the_desk(totp.activate_totp, _("Authenticator app")),
        name="mfa_activate_totp",
    ),
    path(
        "account/second-factor/app/removal/",
        at_the_desk(totp.deactivate_totp, _("Remove the authenticator app")),
        name="mfa_deactivate_totp",
    ),
    path("account/second-factor/passkeys/", leads_to("mfa_index"), name="mfa_list_webauthn"),
    path(
        "account/second-factor/passkeys/new/",
        at_the_desk(passkeys.add_webauthn, _("Add a passkey")),
        name="mfa_add_webauthn",
    ),
    path(
        "account/second-factor/passkeys/<int:pk>/",
        at_the_desk(passkeys.edit_webauthn, _("Rename the passkey")),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/second-factor/passkeys/<int:pk>/removal/",
        at_the_desk(passkeys.remove_webauthn, _("Remove the passkey")),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/second-factor/codes/",
        at_the_desk(recovery_codes.view_recovery_codes, _("Recovery codes")),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-factor/codes/new/",
        at_the_desk(recovery_codes.generate_recovery_codes, _("New recovery codes")),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-factor/codes/recovery-codes.txt",
        at_the_desk(recovery_codes.download_recovery_codes, _("Recovery codes")),
        name="mfa_download_recovery_codes",
    ),
    # Where Django's admin would have had its own
    path("password_change/", leads_to("account_change_password")),
    path("password_change/done/", leads_to("my_account")),
]
