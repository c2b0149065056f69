"""The grammar, by the cases that the page's parser runs too."""

import json
from pathlib import Path

import pytest

from graphsvc.domain.search import matches, parse
from graphsvc.domain.search.query import WHOLE
from graphsvc.errors import BadSearch

CASES = json.loads((Path(__file__).parents[1] / "cases-search.json").read_text())


def fields(call):
    lists = {k: v if isinstance(v, list) else [v] for k, v in call.items()}
    lists["principal"] = lists.get("aws", [])
    whole = {f"{k}=": [", ".join(map(str, v))] for k, v in lists.items() if k in WHOLE}
    return whole | {k: [str(x).lower() for x in v if x != ""] for k, v in lists.items()}


@pytest.mark.parametrize("case", [c for c in CASES if "matches" in c], ids=lambda c: c["query"][:40])
def test_query_matches_call(case):
    assert matches(parse(case["query"]), fields(case["call"])) is case["matches"]


@pytest.mark.parametrize("case", [c for c in CASES if c.get("error")], ids=lambda c: c["query"][:40])
def test_broken_query_says_where(case):
    with pytest.raises(BadSearch) as caught:
        parse(case["query"])
    assert caught.value.position == case["position"]
