"""Django's settings. What an installation may change comes from the environment."""

from pathlib import Path

from usher.console.trust.lan import Lan
from usher.site import environment
from usher.site.database import database

PACKAGE = Path(__file__).resolve().parent.parent
USHER_DATA_DIR = environment.data_folder()

DEBUG = environment.switch("DEBUG")
SECRET_KEY = environment.secret_key(USHER_DATA_DIR)
ALLOWED_HOSTS = environment.words("HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("TRUSTED_ORIGINS", "")
if environment.switch("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "usher",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "ninja",
]

MIDDLEWARE = [
    "usher.site.logging.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "usher.site.middleware.ContentSecurityPolicy",
    "usher.site.middleware.SecureCookies",
    "usher.site.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "usher.site.urls"
ASGI_APPLICATION = "usher.site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "console"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"console": "usher.console.tags"},
        },
    }
]

DATABASES = {"default": database(environment.database_url(USHER_DATA_DIR))}

AUTH_USER_MODEL = "usher.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "usher.site.account_adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "usher.console.account.forms.NameOnSignUp"
ACCOUNT_FORMS = {
    "login": "usher.console.account.labelled.SignIn",
    "signup": "usher.console.account.labelled.SignUp",
    "reset_password": "usher.console.account.labelled.ForgottenPassword",
    "add_email": "usher.console.account.labelled.AnotherAddress",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Beside allauth's own: how often one address may look up certificates.
# Links that nobody has are tried from one place; those that somebody has are opened from anywhere,
# by hundreds from behind one address of a venue.
ACCOUNT_RATE_LIMITS = {
    "certificate": "60/m/ip",
    "unknown_link": "20/m/ip",
    "attendance_link": "60/m/key",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
HEADLESS_CLIENTS = ("browser",)

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

USHER_EMAIL_FOLDER = USHER_DATA_DIR / "emails"
EMAIL_HOST = environment.text("SMTP_HOST")
EMAIL_PORT = environment.number("SMTP_PORT", 587)
EMAIL_HOST_USER = environment.text("SMTP_USER")
EMAIL_HOST_PASSWORD = environment.text("SMTP_PASSWORD")
EMAIL_USE_TLS = environment.switch("SMTP_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "Usher <usher@localhost>")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "usher.site.email.TerminalAndFiles"
)

LANGUAGE_CODE = "en"
# Each in its own words, so that everybody finds theirs; only what is translated whole.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("fr", "Français")]
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["usher.site.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "site" / "static"]
# Only ours: other applications bring megabytes that no page here asks for.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = USHER_DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "usher.site.static_files.CollectedFiles"},
}
WHITENOISE_ROOT = PACKAGE / "site" / "phone"
WHITENOISE_INDEX_FILE = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

# Set by `usher serve --lan` while it runs.
USHER_LAN: Lan | None = None

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# One scan is some 300 bytes; a request carries 5,000 at most.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

# The largest file that the console imports, in MiB.
USHER_IMPORT_MIB_MAX = environment.number("IMPORT_MIB_MAX", 32)

# Below this much room, in MiB, the server says that it is not ready.
USHER_DISK_FREE_MIB_MIN = environment.number("DISK_FREE_MIB_MIN", 200)
# What /metrics is read with; without one there is no such address.
USHER_METRICS_TOKEN = environment.text("METRICS_TOKEN")

LOGGING_CONFIG = "usher.site.logging.configure"
LOGGING = {"level": environment.text("LOG_LEVEL", "INFO").upper()}
