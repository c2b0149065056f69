"""Status codes of calls: how they are written, and whether they mean success, failure or refusal."""

from functools import lru_cache
from http import HTTPStatus
from typing import Literal

StatusClass = Literal["ok", "failed", "denied"]


@lru_cache(maxsize=1_024)
def status_name(code: int) -> str:
    """`403 Forbidden`; a code without a standard phrase stands alone, 0 is `unknown`."""
    if code == 0:
        return "unknown"
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def classify_status(code: int) -> StatusClass:
    """Refused is 401 and 403 only; 404 and 409 are everyday failures of controllers."""
    if code in {401, 403}:
        return "denied"
    return "failed" if code >= 400 else "ok"
