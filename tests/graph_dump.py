"""A whole graph as comparable values, without what may differ between equal runs: bookkeeping, places, clocks.

When records arrived is by the clock: such minutes are left out, and hours that say nothing else.
"""

_BOOKKEEPING = "n:__Migration OR n:Writer OR n:Batch OR n:Checkpoint OR n:NoiseMarks OR n:Act"
_NODES = f"MATCH (n) WHERE NOT ({_BOOKKEEPING}) RETURN labels(n), properties(n)"
_HOPS = f"""MATCH (a)-[r]->(b) WHERE NOT ({_BOOKKEEPING.replace("n:", "a:")})
RETURN type(r), properties(r), labels(a), properties(a), labels(b), properties(b)"""
_ONLY_ARRIVALS = {"cluster", "start", "arrivals"}


def dump(store):
    """Nodes and relationships as sorted texts."""
    nodes = [
        f"{labels} {_plain(properties)}"
        for labels, properties in store.read_text(_NODES)
        if properties.keys() != _ONLY_ARRIVALS
    ]
    hops = [
        f"{kind} {_plain(own)} {la} {_plain(pa)} {lb} {_plain(pb)}"
        for kind, own, la, pa, lb, pb in store.read_text(_HOPS, timeout=120)
    ]
    return sorted(nodes), sorted(hops)


def _plain(properties):
    return sorted((k, v) for k, v in properties.items() if k not in {"archive", "written", "arrivals"})
