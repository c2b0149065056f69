"""What is done to graphsvc itself is told: in a file at once, in the graph soon, and never a secret."""

import json
import stat

import httpx

from graphsvc.access.acts import ActBook, Did
from graphsvc.domain.moment import MINUTE
from graphsvc.domain.viewer import Role, Viewer
from graphsvc.graph.write.acts import write_acts
from graphsvc.graph.write.renewal import empty
from tests.builders import an_event
from tests.cli.test_commands import graphsvc
from tests.service import asking, serving
from tests.web.posts import JSON, event_list, total, wait_for

ACTS = "{ acts(first: 100) { acts { did who name on address times } } }"
SOMEBODY = Viewer("token:1", "somebody", Role.VIEWER)


class Clock:
    now = 1_000 * MINUTE

    def __call__(self):
        return self.now


def test_an_act_is_on_disk_at_once_and_given_away_once(tmp_path):
    book = ActBook(tmp_path)
    book.note(Did.SIGNED_IN, SOMEBODY, on="by token", address="192.0.2.1")
    assert stat.S_IMODE((tmp_path / "acts.ndjson").stat().st_mode) == 0o600
    (act,) = book.waiting()
    assert (act.who, act.name, act.did, act.on, act.times) == ("token:1", "somebody", "signed_in", "by token", 1)
    book.note(Did.SIGNED_OUT, SOMEBODY)
    assert book.waiting() == [act], "it was not settled"
    assert ActBook(tmp_path).waiting() == [act], "nor is it after a restart"
    book.settled()
    assert [act.did for act in book.waiting()] == ["signed_out"]
    book.settled()
    assert book.waiting() == []


def test_half_a_line_costs_no_other_act(tmp_path):
    ActBook(tmp_path).note(Did.SIGNED_IN, SOMEBODY)
    with (tmp_path / "acts.ndjson").open("ab") as file:
        file.write(b'{"id": "x", "ti')
    assert [act.did for act in ActBook(tmp_path).waiting()] == ["signed_in"]


def test_whoever_knocks_again_and_again_is_counted(tmp_path):
    clock = Clock()
    book = ActBook(tmp_path, clock)
    for _ in range(1_000):
        book.note(Did.TURNED_AWAY, None, on="GET /", address="192.0.2.1")
    assert [act.times for act in book.waiting()] == [1]
    book.settled()
    clock.now += MINUTE
    assert [act.times for act in book.waiting()] == [999]


def test_however_many_knock_they_fill_neither_disk_nor_memory(tmp_path):
    book = ActBook(tmp_path, Clock())
    for number in range(5_000):
        book.note(Did.TURNED_AWAY, None, on=f"GET /{number}")
    assert len(book.waiting()) <= 2_000


def test_control_characters_of_others_stay_out(tmp_path):
    book = ActBook(tmp_path)
    book.note(Did.TURNED_AWAY, None, on="GET /\x1b[31m\n" + "x" * 10_000)
    (act,) = book.waiting()
    assert act.on.isprintable()
    assert len(act.on) <= 300


def acts(client):
    return client.post("/graphql", json={"query": ACTS}).json()["data"]["acts"]["acts"]


def test_a_service_tells_administrators_who_did_what(store, neo4j_uri, tmp_path):
    settings = {"GRAPHSVC_DATA": str(tmp_path)}
    made = graphsvc("token", "new", "--name", "alice", "--role", "investigator", **settings)
    token = made.stdout.decode().strip()
    with (
        serving(neo4j_uri, tmp_path, log=tmp_path / "log") as url,
        asking(url) as owner,
        httpx.Client(base_url=url.bare, timeout=30) as alice,
    ):
        owner.post("/v1/audit", content=event_list(an_event()), headers=JSON)
        wait_for(lambda: total(owner) == 1)
        alice.post("/login", data={"token": token})
        query = "{ apiCalls { edges { node { id } } } }"
        ((edge,),) = alice.post("/graphql", json={"query": query}).json()["data"]["apiCalls"].values()
        id_ = edge["node"]["id"]
        alice.post("/graphql", json={"query": f'{{ call(id: "{id_}") {{ event }} }}'})
        refused = alice.post("/graphql", json={"query": ACTS}).json()
        assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        alice.post("/v1/links")
        alice.post("/logout")
        httpx.get(f"{url.bare}/v1/me", headers={"authorization": "Bearer wrong-secret"})
        listed = json.loads(graphsvc("token", "list", "--json", **settings).stdout)
        assert graphsvc("token", "revoke", listed["id"], **settings).returncode == 0
        wanted = {"made_token", "started", "signed_in", "read_body", "turned_away", "signed_out", "revoked_token"}
        wait_for(lambda: wanted <= {act["did"] for act in acts(owner)})
        found = acts(owner)
        looked = next(act for act in found if act["did"] == "read_body")
        assert (looked["name"], looked["on"]) == ("alice", id_)
        assert any(act["did"] == "turned_away" and act["name"] == "" for act in found)
        own = store.read_text("MATCH (a:Act {did: 'signed_in'}) RETURN a.name, a.address")
        assert own == [["alice", "127.0.0.1"]]
        assert token not in str(found)
        assert "wrong-secret" not in str(found)
        (detection := tmp_path / "detections").mkdir()
        (detection / "mine.cypher").write_text("nonsense")
        wait_for(lambda: any(act["did"] == "changed_detections" and act["on"] == "mine.cypher" for act in acts(owner)))
    told = (tmp_path / "log").read_text()
    for secret in (token, token.split("_", 2)[2], "wrong-secret", url.headers["authorization"].split()[1]):
        assert secret not in told


def test_acts_outlive_the_graph(store):
    """A rebuild empties it, and nobody's sign-ins with it."""
    write_acts(store, [{"id": "kept", "time": 1, "who": "", "name": "", "did": "started", "on": "", "times": 1}])
    empty(store)
    assert store.read_text("MATCH (a:Act {id: 'kept'}) RETURN a.did") == [["started"]]
