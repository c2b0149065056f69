"""What a search finds of a call beyond its path: who the caller acted as, which credential it had, how it went.

Values are lower case. Some of them bare words find too, so they are nodes of the graph, see `looked_up`: whoever asks
for one is told which paths have it. All others are asked of the calls themselves.
"""

from collections.abc import Mapping
from typing import Any

from graphsvc.domain.address import classify_address
from graphsvc.domain.path import Path

# Fields that paths have too, and `extra`, which bare words look at.
LOOKED_UP = frozenset({"ip", "ipClass", "group", "ns", "extra"})
ASKED = frozenset(
    {"pod", "node", "cred", "key", "claim", "note", "reason", "version", "removed", "took", "refused", "decision"}
)
_LASTING = frozenset({"exec", "connect"})
_LOOKED_AT = frozenset({"source_ips", "impersonated_groups", "impersonated_extra"})

Told = Mapping[str, Any]


def call_details(path: Path, told: Told) -> dict[str, list[str]]:
    """Values by field, of a call's properties."""
    found: dict[str, list[str]] = {
        "pod": _texts(told, "pod"),
        "node": _texts(told, "node"),
        "cred": [*_texts(told, "credential"), *_texts(told, "issued_credential")],
        "key": _keys(told),
        "claim": [*_texts(told, "user_extra"), *_texts(told, "impersonated_extra")],
        "note": _texts(told, "notes"),
        "reason": [*_texts(told, "reason"), *_texts(told, "message"), *_texts(told, "decision_reason")],
        "version": _texts(told, "api_version"),
        "removed": _texts(told, "removed_release"),
        "decision": _texts(told, "decision"),
        "refused": [by for by in (refused_by(path.code, told.get("decision", "")),) if by],
        "took": [] if path.verb == "watch" or path.did in _LASTING else _texts(told, "took"),
    }
    for field, text in looked_up(path, told):
        found.setdefault(field, []).append(text.lower())
    found["ipClass"] = [classify_address(ip) for ip in found.get("ip", [])]
    return {field: values for field, values in found.items() if values}


def looked_up(path: Path, told: Told) -> tuple[tuple[str, str], ...]:
    """Field and value of what has a node: addresses that callers claim, groups and extras acted with, a namespace."""
    if path.resource != "namespaces" and _LOOKED_AT.isdisjoint(told):
        return ()  # nearly all calls
    pairs = [
        *(("ip", ip) for ip in told.get("source_ips", ()) if ip != path.source_ip),
        *(("group", group) for group in told.get("impersonated_groups", ())),
        *(("extra", pair) for pair in told.get("impersonated_extra", ())),
        # What happens to a Namespace happened to that namespace, though it lives in none.
        *(("ns", name) for name in (names_of(told) if path.resource_type == "namespaces" else ())),
    ]
    return tuple(dict.fromkeys(pairs))


def names_of(told: Told) -> list[str]:
    """Of the objects that the call names."""
    return list(told.get("names") or [told["name"]] if told.get("name") else [])


def _texts(told: Told, property_: str) -> list[str]:
    value = told.get(property_)
    values = value if isinstance(value, list) else [] if value in (None, "") else [value]
    return [str(text).lower() for text in values]


def _keys(told: Told) -> list[str]:
    """Access key, session and the like of a cloud: what stands in the caller's cloud identity."""
    return [pair.partition("=")[2].lower() for pair in told.get("cloud_user_detail", ())]


def refused_by(code: int, decision: str) -> str:
    """Who refused: nobody knew the caller, RBAC or another authorizer said no, or admission did after that said yes."""
    if code == 401:
        return "authentication"
    if code != 403:
        return ""
    return "admission" if decision == "allow" else "authorization"
