"""Coverage as a layer of ATT&CK Navigator: a technique's score is the share of its detections that are fed, in percent.

The format is layer 4.5 of https://github.com/mitre-attack/attack-navigator; no version of ATT&CK is named, so the
Navigator takes its current one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graphsvc.domain.coverage import Coverage, CoverageState

_SHARES = {CoverageState.FED: 100, CoverageState.PARTLY: 50, CoverageState.BLIND: 0, CoverageState.UNKNOWN: 0}
_COLOURS = {"0": "#e4572e", "50": "#f3c13a", "100": "#2e9e5b"}


def layer(clusters: Mapping[str, Sequence[Coverage]]) -> dict[str, Any]:
    """Of several clusters, a technique has the score of the one that shows least of it."""
    names = ", ".join(sorted(clusters)) or "no cluster"
    return {
        "name": f"graphsvc: {names}"[:200],
        "versions": {"layer": "4.5", "navigator": "5.0.0"},
        "domain": "enterprise-attack",
        "description": "Percent of the detections of a technique that the audit log feeds. Partly counts half; blind, "
        "and those of whose calls the log has shown none, count nothing.",
        "filters": {"platforms": ["Containers", "IaaS", "Linux"]},
        "sorting": 3,
        "gradient": {"colors": list(_COLOURS.values()), "minValue": 0, "maxValue": 100},
        "legendItems": [
            {"label": f"{share} % of its detections are fed", "color": colour} for share, colour in _COLOURS.items()
        ],
        "techniques": _techniques(clusters),
    }


def _techniques(clusters: Mapping[str, Sequence[Coverage]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, list[Coverage]]] = defaultdict(lambda: defaultdict(list))
    for cluster, coverages in clusters.items():
        for coverage in coverages:
            for technique in coverage.detection.technique:
                found[technique][cluster].append(coverage)
    return [
        {
            "techniqueID": technique,
            "score": min(_score(coverages) for coverages in by_cluster.values()),
            "comment": "\n".join(_told(cluster, c) for cluster, own in sorted(by_cluster.items()) for c in own),
            "enabled": True,
        }
        for technique, by_cluster in sorted(found.items())
    ]


def _score(coverages: Sequence[Coverage]) -> int:
    return round(sum(_SHARES[coverage.state] for coverage in coverages) / len(coverages))


def _told(cluster: str, coverage: Coverage) -> str:
    detection = coverage.detection
    return f"{cluster}: {detection.code} {detection.title}: {coverage.state}" + (
        f" ({coverage.why})" if coverage.why else ""
    )
