"""Who may talk to the service, over which line, and what may a browser do with its pages?"""

from csp.constants import NONE, SELF

from launch.places import kept_secret
from launch.variables import address, matching

from .environment import DATA_DIR, DEMONSTRATION, env, refuse

SECRET_KEY = env.text("SECRET_KEY", "", "50 or more random letters")
# A key that is being replaced stays here for as long as sessions and links signed with it may come back.
SECRET_KEY_FALLBACKS = env.several("SECRET_KEY_FALLBACKS", "former keys with commas between")
ALLOWED_HOSTS = env.several(
    "ALLOWED_HOSTS", "names of hosts with commas between, such as asks.example.org", matching(r"[^\s/]+")
)
# What respondents tell of themselves is sealed with the first key; those after it still open what they have sealed.
CONTACTS_KEYS = env.several("CONTACTS_KEY", "50 or more random letters")
if DEMONSTRATION:
    host = env.text("HOST", "127.0.0.1", "the address of this machine on which to listen")
    SECRET_KEY = SECRET_KEY or kept_secret(DATA_DIR / "secret-key")
    CONTACTS_KEYS = CONTACTS_KEYS or [kept_secret(DATA_DIR / "contacts-key")]
    # Whoever binds the demonstration to every address of the machine is reached by names we cannot know.
    ALLOWED_HOSTS = ALLOWED_HOSTS or (["*"] if host in ("0.0.0.0", "::") else ["127.0.0.1", "localhost", "[::1]", host])
if not SECRET_KEY:
    refuse("SECRET_KEY is not set. Give it 50 or more random letters, or set DEMONSTRATION=1 to try the service out.")
if not CONTACTS_KEYS:
    refuse("CONTACTS_KEY is not set. Give it 50 or more random letters; what respondents tell of themselves needs it.")
if not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS is not set. Name the hosts people will use, with commas between, such as asks.example.org.")
CSRF_TRUSTED_ORIGINS = env.several(
    "CSRF_TRUSTED_ORIGINS", "origins with commas between, such as https://asks.example.org", address("http", "https")
)

BEHIND_PROXY = env.switch("BEHIND_PROXY", False)
# Whoever sends X-Forwarded-For could choose their own address and escape the counting of attempts.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if BEHIND_PROXY else 0, least=0)
if BEHIND_PROXY:
    # Only a proxy that always sets this header itself may be trusted with it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.switch("SECURE_SSL_REDIRECT", not DEMONSTRATION)
# Whoever watches over a process asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health$", r"^ready$", r"^metrics$"]
SECURE_HSTS_SECONDS = 0 if DEMONSTRATION else env.number("SECURE_HSTS_SECONDS", 31_536_000, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMONSTRATION

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The front end's style sheet carries its small pictures in itself.
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMONSTRATION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
