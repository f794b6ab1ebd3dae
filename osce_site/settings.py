"""One settings file for every place; what differs comes from the environment (``env.py``)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django
import environ
from csp.constants import NONCE, NONE, SELF

from osce_site import env, languages

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.folder("VAR", default=BASE_DIR / "var")
"""What the site writes: database, media, collected static files, the secret key."""

DEBUG = env.flag("DEBUG", default=False)
TLS = env.flag("TLS", default=False)
"""Whether readers reach the site over https; a front server must then set X-Forwarded-Proto."""

SECRET_KEY = env.secret_key(VAR / "secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])

ORGANISATION = env.env.str("ORGANISATION", default="OSCE")
SITE_ZONE = env.env.str("SITE_ZONE", default="Europe/Vienna")
"""The zone in which the organisation's clocks show the time to readers."""
SITE_URL = env.env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
"""Where the site is reached: what the links in mails begin with."""
FOUR_EYES = env.flag("FOUR_EYES", default=True)
"""Whether what one has written goes out only when another has seen it."""

INSTALLED_APPS = [
    # Before the ground, whose admin takes their raw lists off the desk.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "osce_site",
    "taxonomy",
    "press",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "mptt",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "osce_site.compression.TextCompression",
    "django.middleware.http.ConditionalGetMiddleware",
    "osce_site.answers.keep_answers",
    "csp.middleware.CSPMiddleware",
    "osce_site.security.policy_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "osce_site.own_language.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "osce_site.people.second_factor.asked_for",
    "osce_site.people.sessions.seen",
    "osce_site.own_language.own_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "osce_site.freshness.read_pulse",
    "press.views.at_a_date.at_a_date",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "osce_site.urls"
WSGI_APPLICATION = "osce_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "osce_site.context.site",
                "taxonomy.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {
    "default": environ.Env.db_url_config(env.env.str("DATABASE_URL", default="") or f"sqlite:///{VAR / 'site.sqlite3'}")
}
# A connection is kept, and looked at before a request uses it.
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write takes its lock when it begins, so two writers queue instead of failing half way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        # What a connection has asked so often is prepared, of what is asked so that it can be (osce_site.shapes).
        "prepare_threshold": 2,
        "options": f"-c statement_timeout=30000 {env.READ_IN_ORDER}",
    }
_replicas = env.replicas("DATABASE_REPLICA_URLS", of=DATABASES["default"])
DATABASES.update(_replicas)
REPLICAS = [*_replicas]
"""Of which readers are answered, beside the database itself (osce_site.replicas)."""

# Seen by every process of one machine; CACHE_URL names a server where there are several machines.
CACHES = {"default": env.env.cache_url("CACHE_URL", default=f"filecache://{VAR / 'cache'}")}
if url := env.url("ANSWERS_CACHE_URL", ["redis", "rediss", "unix"]):
    env.demand("redis", extra="redis", of="ANSWERS_CACHE_URL")
    CACHES["answers"] = {"BACKEND": "osce_site.shared_answers.Redis", "LOCATION": url, "KEY_PREFIX": "answers"}
ANSWERS_BYTES = env.number("ANSWERS_MEGABYTES", default=32) << 20
"""How much of what was answered to readers each process keeps (osce_site.answers)."""
# Work in the background: rows of the database, done by manage.py db_worker.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "osce_site.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "osce_site.people.backend.PeopleBackend",
    # Who may do what is said in press/rights.py.
    "rules.permissions.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"

SECOND_FACTOR = env.choice("SECOND_FACTOR", ["required", "offered"], default="required")
"""Whether who may publish must have one before anything of the desk answers."""
PROXIES = env.number("PROXIES", default=0)
"""How many servers stand in front, each of which adds the address it was asked from to X-Forwarded-For."""
INVITATION_DAYS = env.number("INVITATION_DAYS", default=7, least=1)
PASSWORD_RESET_TIMEOUT = 4 * 3600

ACCOUNT_ADAPTER = "osce_site.people.adapter.DeskAdapter"
ACCOUNT_FORMS = {"login": "osce_site.people.forms.SignInForm", "reauthenticate": "osce_site.people.forms.AgainForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip",
    "reset_password_of": "5/h/key",
    # One name from everywhere: a guess spread over many addresses. Those of one address are counted by axes.
    "password_guess": "100/h/key",
}
MFA_ADAPTER = "osce_site.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "osce_site.people.forms.CodeForm",
    "reauthenticate": "osce_site.people.forms.AgainCodeForm",
    "activate_totp": "osce_site.people.forms.AppForm",
    "add_webauthn": "osce_site.people.forms.PasskeyForm",
    "login_webauthn": "osce_site.people.forms.SignInPasskeyForm",
    "authenticate_webauthn": "osce_site.people.forms.SecondPasskeyForm",
    "reauthenticate_webauthn": "osce_site.people.forms.AgainPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a chief entered the address, and the invitation went there
MFA_TOTP_ISSUER = f"{ORGANISATION} newsroom"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: the clock of a phone

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "osce_site.people.throttling.name_given"
AXES_CLIENT_IP_CALLABLE = "osce_site.people.client_address.client_address"
AXES_LOCKOUT_CALLABLE = "osce_site.people.throttling.locked"
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken", "login", "password"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# smtp+tls://user:password@host:587, consolemail://, filemail:///folder; without it mails are files to look at.
vars().update(env.env.email_url("EMAIL_URL", default=f"filemail:///{VAR / 'mail'}"))
DEFAULT_FROM_EMAIL = env.env.str("DEFAULT_FROM_EMAIL", default="newsroom@localhost")
EMAIL_TIMEOUT = 10

LANGUAGE_CODE = languages.ORIGINAL
LANGUAGES = list(languages.OFFICIAL.items())
FORMAT_MODULE_PATH = "osce_site.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
APPEND_SLASH = False
"""The page that is not found looks for former addresses first, then adds the slash: one redirect, not two."""
TIME_ZONE = SITE_ZONE

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Once more, under a name of their own: static/admin/css/ takes the admin's sheets from here into a layer.
    ("django", Path(django.__path__[0]) / "contrib" / "admin" / "static"),
]
MEDIA_ROOT = VAR / "media"
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if bucket := env.env.str("MEDIA_S3_BUCKET", default=""):
    env.demand("storages", extra="s3", of="MEDIA_S3_BUCKET")
    STORAGES["default"] = {
        "BACKEND": "osce_site.media.Bucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.env.str("MEDIA_S3_ENDPOINT", default="") or None,
            "region_name": env.env.str("MEDIA_S3_REGION", default="") or None,
        },
    }

# Nothing is allowed but what a page needs; the import map of the rich-text editor carries the nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 63_072_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Who failed to sign in is told; that somebody did sign in stands in his sessions.
        "axes": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A missing page is a reader's affair; it is in the front server's log already.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # It warns of the body that Django gives for HEAD and that the server itself leaves out.
        "gunicorn.http.wsgi": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
