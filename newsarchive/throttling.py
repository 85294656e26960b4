"""How often something may happen, counted for all processes of a machine together.

The moments are kept in Django's file cache, in the data folder; a lock makes reading and writing them one step.
"""

import hashlib
import time
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files import locks
from django.http import HttpRequest


def may(limits: dict[str, int], seconds: int) -> bool:
    """Whether something happened less often than each of these limits in so many seconds; it then counts once more.

    What is refused does not count: whoever waits is heard again.
    """
    cache = caches["shared"]
    folder = Path(cache._dir)  # type: ignore[attr-defined]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        now = time.time()
        moments = {key: [at for at in cache.get(key, ()) if now - seconds < at <= now] for key in limits}
        if any(len(moments[key]) >= most for key, most in limits.items()):
            return False
        for key in limits:
            cache.set(key, [*moments[key], now], seconds)
        return True


def asker(request: HttpRequest) -> str:
    """Who asks, as far as it takes to count: the address, not to be read back.

    Behind a proxy that is trusted to say what it speaks, the last address in its list is the one that it saw.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return hashlib.sha256(address.encode()).hexdigest()[:32]
