"""User agents, cut to product and version: the whole text is for callers to choose, without end."""

import re
from functools import lru_cache

_PRODUCT = re.compile(r"[^\s()]{1,80}")


@lru_cache(maxsize=65_536)
def client_of(user_agent: str) -> str:
    """The first product token: `kubectl/v1.36.3 (linux/amd64) kubernetes/abc` is `kubectl/v1.36.3`."""
    found = _PRODUCT.match(user_agent.strip())
    return found.group() if found else ""
