"""Django's settings. Everything that differs between two cities comes from the city's folder or the environment."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from shuzhi.ops.folder import folder, ops_folder, secret, signing_key

_CITY = folder()
_OPS = ops_folder(_CITY) if _CITY else None


def _database() -> dict[str, Any]:
    """SQLite beside the city, or PostgreSQL when SHUZHI_DATABASE=postgresql://user:password@host:port/name."""
    told = os.environ.get("SHUZHI_DATABASE")
    if told:
        address = urlsplit(told)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": address.path.lstrip("/"),
            "USER": unquote(address.username or ""),
            "PASSWORD": unquote(address.password or ""),
            "HOST": address.hostname or "",
            "PORT": address.port or "",
            # Kept open by the few threads that last as long as the process; looked after when it was broken off.
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "shuzhi.ops.locked_sqlite",
        "NAME": str(_OPS / "ops.sqlite3") if _OPS else ":memory:",
        # Kept open: a new connection reads the whole schema again, which costs more than most requests.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A reader that later writes would be refused at once; IMMEDIATE lets it wait its turn.
            "transaction_mode": "IMMEDIATE",
            # FULL: an answer that says "done" is still done after the power fails.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
            # Pages that stay in memory are unlocked once: 32 MB for each thread.
            "PRAGMA cache_size=-32000;",
        },
    }


SECRET_KEY = secret(_OPS) if _OPS else secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SHUZHI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_TLS = os.environ.get("SHUZHI_TLS", "") == "1"
OVER_TLS = BEHIND_TLS or os.environ.get("SHUZHI_TLS", "") == "own"
"""``own``: this process has the certificate (serve says so); 1: a proxy before it has."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "axes",
    "oauth2_provider",
    # Serves its documentation page from here instead of from elsewhere on the net.
    "ninja",
    "shuzhi.ops.audit",
    "shuzhi.ops.people",
    "shuzhi.ops.notices",
    "shuzhi.ops.emergencies",
    "shuzhi.ops.findings",
    "shuzhi.ops.orders",
    "shuzhi.ops.desk",
    "shuzhi.ops.intake",
    "shuzhi.ops.entities",
    "shuzhi.ops.dispatch",
    "shuzhi.ops.quality",
    "shuzhi.ops.corrections",
    "shuzhi.ops.sharing",
    "shuzhi.ops.reports",
    "shuzhi.ops.typed",
    "shuzhi.ops.analyses",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "shuzhi.ops.urls"
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
# A whole department sits behind one address: the account is locked, not the address.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

LOGIN_URL = "/login"
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": signing_key(_OPS) if _OPS else "",
    "OAUTH2_VALIDATOR_CLASS": "shuzhi.ops.people.provider.Claims",
    "OIDC_RESPONSE_TYPES_SUPPORTED": ["code"],
    "PKCE_REQUIRED": True,
    "SCOPES": {
        "openid": "登录名、姓名、岗位 · login, name, posts",
        "ask": "以本人的授权问数、查目录（MCP） · ask and search the catalogue with one's grants (MCP)",
    },
    "DEFAULT_SCOPES": ["openid"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ID_TOKEN_EXPIRE_SECONDS": 3600,
    "REQUEST_APPROVAL_PROMPT": "auto",
}
SESSION_ENGINE = "shuzhi.ops.people.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OVER_TLS
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if OVER_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'"],
        # antd writes its styles into the page while it runs.
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

PAGES = Path(__file__).parent / "web" / "dist"
"""The built pages."""
STATIC_URL = "/static/"
UPLOADS = _OPS / "uploads" if _OPS else None
"""Attachments, named by the SHA-256 of their content; served only through the API."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
