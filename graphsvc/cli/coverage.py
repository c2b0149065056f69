"""`graphsvc detection coverage`: which detections each cluster's log can feed, which are blind and why."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from graphsvc.cli.database import database, open_store
from graphsvc.cli.engine import ours_of, own_of
from graphsvc.domain.coverage import INVISIBLE, Coverage, CoverageState, coverage_of
from graphsvc.domain.navigator import layer
from graphsvc.errors import InputError
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.coverage import CoverageReader
from graphsvc.settings import load

Clusters = Mapping[str, Sequence[Coverage]]


def coverage(
    cluster: Annotated[
        list[str] | None, typer.Option(help="Only this cluster; may be given again.", show_default="all")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
    navigator: Annotated[bool, typer.Option("--navigator", help="As a layer file of ATT&CK Navigator.")] = False,
) -> None:
    """Prints which detections each cluster's log can feed, by the levels and fields that it showed.

    fed: it shows what the detection needs. partly: of some resources. blind: it shows such calls, but not what is
    needed of them. unknown: it has shown no such call, because nobody made one or because the audit policy drops them.
    Of several clusters, a technique of the layer has the score of the one that shows least of it.
    """
    settings = load()
    with database(settings) as found, open_store(found) as store:
        migrate(store)
        own = own_of(settings, store)
        own.refresh()
        facts = CoverageReader(store).facts(tuple(cluster) if cluster else None)
    if missing := sorted(set(cluster or ()) - facts.keys()):
        raise InputError(f"nothing was heard of cluster {', '.join(missing)}")
    detections = sorted((*ours_of(settings), *own.detections), key=lambda d: d.code)
    clusters = {name: coverage_of(detections, shown) for name, shown in facts.items()}
    if navigator:
        print(json.dumps(layer(clusters), indent=2))
    elif as_json:
        print(json.dumps(_report(clusters), indent=2))
    else:
        _print(clusters)


def _report(clusters: Clusters) -> dict[str, Any]:
    rows = {
        name: [
            {"code": c.detection.code, "detection": c.detection.slug, "technique": list(c.detection.technique),
             "state": c.state.value, "why": c.why}
            for c in coverages
        ]
        for name, coverages in clusters.items()
    }  # fmt: skip
    return {"clusters": rows, "invisible": INVISIBLE}


def _print(clusters: Clusters) -> None:
    for name, coverages in clusters.items():
        counts = Counter(c.state for c in coverages)
        print(f"{name}: {', '.join(f'{counts[state]} {state}' for state in CoverageState)}")
        for state in (CoverageState.BLIND, CoverageState.PARTLY, CoverageState.UNKNOWN):
            for c in coverages:
                if c.state is state:
                    print(f"  {state:8}{c.detection.code:7}{c.detection.slug:40} {c.why}")
        print()
    print("No audit log shows, whatever its policy:")
    for what, why in INVISIBLE.items():
        print(f"  {what}: {why}")
