"""Every route, download and GraphQL field, asked as every role, in and out of scope: nothing is left unlisted.

Whatever lies outside a scope has a word in all its names. Answers of scopes that it is not in must not hold the word,
whatever they are asked; answers to those who may see everything must, or the question would prove nothing.
"""

import httpx
import pytest
from graphql import GraphQLNonNull, GraphQLObjectType, build_schema, get_named_type

from graphsvc.access.tokens import Tokens
from graphsvc.api.schema import build_schema as our_schema
from graphsvc.domain.viewer import EVERYTHING, Role, Scope
from graphsvc.settings import Settings
from graphsvc.web.app import create_app
from tests.builders import an_event, an_exec
from tests.service import asking, serving
from tests.web.posts import JSON, event_list, total, wait_for

TOKENS = '{"prod": "of-prod", "dev": "of-dev"}'
PLACES = {("prod", "shop"): "inside", ("prod", "pay"): "otherspace", ("dev", "shop"): "othercluster"}
CALLS_EACH = 4

WHOLE, CLUSTER, NAMESPACE = EVERYTHING, Scope(frozenset({"prod"})), Scope(frozenset({"prod"}), frozenset({"shop"}))
# What answers within a scope must not hold.
HIDDEN = {WHOLE: (), CLUSTER: ("othercluster",), NAMESPACE: ("othercluster", "otherspace")}
NAMES = {WHOLE: "everything", CLUSTER: "a cluster", NAMESPACE: "a namespace"}


def happened(namespace, word):
    """Reads that go well and fail, an exec that raises an alert, and what names something only there."""
    ref = {"resource": "pods", "namespace": namespace, "name": f"{word}-pod", "apiVersion": "v1"}
    uri = f"/api/v1/namespaces/{namespace}/pods/{word}-pod"
    own = {"user": f"{word}-user", "userAgent": f"{word}-client/1", "annotations": {f"{word}.example/note": word}}
    run = f"{uri}/exec?command={word}-command"
    return [
        an_event(ref=ref, requestURI=uri, **own),
        an_event(ref=ref, requestURI=uri, code=403, **own),
        an_event(ref={**ref, "resource": f"{word}things"}, requestURI=uri, **own),
        an_exec(ref={**ref, "subresource": "exec"}, requestURI=run, **own),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("matrix")


@pytest.fixture(scope="module")
def service(session_store, neo4j_uri, folder):
    from graphsvc.graph.write.renewal import empty, end  # noqa: PLC0415 - as the fixture `store`, for a whole module

    end(session_store)
    empty(session_store)
    with (
        serving(neo4j_uri, folder, GRAPHSVC_AUDIT_TOKENS=TOKENS) as url,
        asking(url) as owner,
    ):
        for (cluster, namespace), word in PLACES.items():
            sender = {**JSON, "authorization": f"Bearer of-{cluster}"}
            bad = {"auditID": f"{word}-bad", "stage": "ResponseComplete"}
            body = event_list(*happened(namespace, word), bad)
            assert owner.post("/v1/audit", content=body, headers=sender).status_code == 200
        wait_for(lambda: total(owner) == len(PLACES) * CALLS_EACH)
        wait_for(lambda: len(asked(owner, "{ alerts { edges { node { id } } } }")["alerts"]["edges"]) == len(PLACES))
        yield url


@pytest.fixture(scope="module")
def clients(service, folder):
    """By role and scope, and one who is nobody."""
    tokens, found = Tokens(folder / "access"), {}
    for role in (Role.VIEWER, Role.INVESTIGATOR, Role.EDITOR, Role.ADMIN):
        for scope in HIDDEN:
            found[role, scope] = tokens.new(f"{role} of {NAMES[scope]}", role, scope)[1]
    found[Role.INGEST, CLUSTER] = tokens.new("api server", Role.INGEST, CLUSTER)[1]
    opened = {key: httpx.Client(base_url=service.bare, auth=("", text), timeout=60) for key, text in found.items()}
    opened[None, None] = httpx.Client(base_url=service.bare, timeout=60)
    yield opened
    for client in opened.values():
        client.close()


def asked(client, query, **variables):
    return client.post("/graphql", json={"query": query, "variables": variables}).json()["data"]


# --- routes

OPEN, READ, ALL, PAGE, POST, ADMIN, OUT = "open", "read", "read all", "page", "post", "admin", "sign out"
ROUTES = {
    ("GET", "/livez"): OPEN,
    ("GET", "/readyz"): OPEN,
    ("GET", "/login"): OPEN,
    ("POST", "/login"): OPEN,
    ("GET", "/login.css"): OPEN,
    ("GET", "/login/company"): OPEN,
    ("GET", "/login/done"): OPEN,
    ("POST", "/logout"): OUT,
    ("GET", "/metrics"): ALL,
    ("GET", "/openapi.json"): READ,
    ("GET", "/v1/me"): READ,
    ("POST", "/v1/links"): ADMIN,
    ("GET", "/v1/polygraph"): READ,
    ("GET", "/v1/polygraph/light"): READ,
    ("GET", "/v1/polygraph/values"): READ,
    ("GET", "/v1/timeline"): READ,
    ("GET", "/v1/values"): READ,
    ("POST", "/graphql"): READ,
    ("GET", "/graphql"): READ,
    ("GET", "/browser/"): PAGE,
    ("GET", "/browser/favourites.zip"): READ,
    ("GET", "/browser/style.grass"): READ,
    ("POST", "/v1/audit"): POST,
    ("POST", "/v1/firehose"): POST,
    ("POST", "/v1/pubsub"): POST,
    ("POST", "/v1/logs"): POST,
    **{("GET", f"/{page}"): PAGE for page in ("polygraph", "alerts", "detections", "clusters", "intake", "account")},
}


def routes_of(routes):
    for route in routes:
        if router := getattr(route, "original_router", None):
            yield from routes_of(router.routes)
        for method in (getattr(route, "methods", None) or set()) - {"HEAD", "OPTIONS"}:
            yield method, route.path


def test_every_route_is_listed(tmp_path):
    found = set(routes_of(create_app(Settings(data=tmp_path)).routes))
    assert len(found) > 20
    assert found == set(ROUTES), "say who may use it"


def may(role, scope, kind):
    if kind == OPEN:
        return True
    if kind == POST:
        return role in {Role.INGEST, Role.ADMIN}
    if kind == ADMIN:
        return role is Role.ADMIN
    if kind == ALL and scope is not WHOLE:
        return False
    return role not in {None, Role.INGEST}


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=" ".join)
def test_a_route_is_for_those_who_may(clients, method, path):
    kind = ROUTES[method, path]
    for (role, scope), client in clients.items():
        status = client.request(method, path).status_code
        refused = status in {401, 403} or (kind == PAGE and status == 303)
        if path == "/v1/firehose":
            assert refused  # it has a header of its own
        elif (method, path) in {("POST", "/login"), ("GET", "/login/done")}:
            assert status in {401, 429}  # without a token, or a code
        else:
            assert refused is not may(role, scope, kind), (role, scope, status)


# --- what is told

PARAMETERS = {
    "/v1/polygraph": [{}, {"band": "true", "clusters": "true", "top": 60}, {"search": "other*"}],
    "/v1/polygraph/light": [{"only": "is:error", "usual": "true"}],
    "/v1/polygraph/values": [{}, {"search": "exec"}],
    "/v1/timeline": [{}],
    "/v1/values": [{"field": field} for field in ("user", "resource", "namespace", "cluster", "ip", "client")],
}


@pytest.mark.parametrize("path", PARAMETERS)
@pytest.mark.parametrize("scope", HIDDEN, ids=NAMES.get)
def test_answers_keep_within_the_scope(clients, path, scope):
    words = set()
    for parameters in PARAMETERS[path]:
        answer = clients[Role.VIEWER, scope].get(path, params=parameters)
        if "field" in parameters and answer.status_code == 400:
            continue  # not every field is completed
        assert answer.status_code == 200, answer.text
        assert not [word for word in HIDDEN[scope] if word in answer.text]
        words |= {word for word in PLACES.values() if word in answer.text}
    told_by_names = path not in {"/v1/timeline", "/v1/polygraph/light"}
    assert not told_by_names or words == set(PLACES.values()) - set(HIDDEN[scope])


@pytest.mark.parametrize("scope", HIDDEN, ids=NAMES.get)
@pytest.mark.parametrize(
    "search", ["", "is:error", "-is:error", "exec", "is:alert", "-is:alert", "name:pod", "is:steady", "-is:steady"]
)
def test_counts_are_those_of_the_scope(clients, scope, search):
    """A third, or two, of what there is: all three places have the same."""
    everything = clients[Role.VIEWER, WHOLE].get("/v1/polygraph", params={"search": search}).json()["calls"]
    found = clients[Role.VIEWER, scope].get("/v1/polygraph", params={"search": search}).json()["calls"]
    places = len(PLACES) - len(HIDDEN[scope])
    assert found * len(PLACES) == everything * places
    line = clients[Role.VIEWER, scope].get("/v1/timeline", params={"search": search}).json()
    assert sum(line["ok"] + line["failed"] + line["denied"]) == found


@pytest.mark.parametrize("path", ["/v1/polygraph", "/v1/timeline", "/v1/polygraph/values"])
def test_a_cluster_outside_is_refused_whether_it_is_there_or_not(clients, path):
    answers = [clients[Role.VIEWER, CLUSTER].get(path, params={"cluster": name}) for name in ("dev", "none")]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].text.replace("dev", "none") == answers[1].text


# --- GraphQL

SCHEMA = build_schema(our_schema().as_str())
FIELDS = SCHEMA.query_type.fields
# Arguments, where a field has to have some: of what lies outside, which is known to those who may see everything.
IDS = {"alert": "alerts { edges { node { id } } }", "call": "apiCalls { edges { node { id } } }"}
OWN = {"dropped": 'rule: "health-checks"'}
# What is known of whole clusters only.
OF_CLUSTERS = {"coverage", "noise", "receipts", "rejected", "rejectedRecord"}
OF_EVERYTHING = {"acts"}
# What is the same for everybody.
SAME = {"acts", "noiseRules", "problems", "noise", "dropped", "detections"}


def selection(type_, depth=6):
    """All fields of a type, and of theirs."""
    named = get_named_type(type_)
    if not isinstance(named, GraphQLObjectType):
        return ""
    parts = []
    for name, field in named.fields.items():
        below = get_named_type(field.type)
        required = any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())
        if required or (isinstance(below, GraphQLObjectType) and depth <= 1):
            continue
        parts.append(f"{name} {selection(field.type, depth - 1)}")
    return "{ __typename " + " ".join(parts) + " }"


def _few(name):
    """All that the places have, and no more than a question may cost."""
    return f"first: {3 if name == 'stories' else 15}" if "first" in FIELDS[name].args else ""


def ask(client, name, argument=""):
    """All there is to the field; of lists a few rows."""
    arguments = ", ".join(filter(None, [argument, OWN.get(name), _few(name)]))
    query = f"{{ {name}{f'({arguments})' if arguments else ''} {selection(FIELDS[name].type, 4)} }}"
    return client.post("/graphql", json={"query": query})


def ids_of(clients, name):
    """Of everything there is."""
    if name == "rejectedRecord":
        edges = asked(clients[Role.ADMIN, WHOLE], "{ rejected { records { id } } }")["rejected"]["records"]
        return [record["id"] for record in edges]
    (found,) = asked(clients[Role.ADMIN, WHOLE], f"{{ {IDS[name]} }}").values()
    return [edge["node"]["id"] for edge in found["edges"]]


def all_answers(clients, client, name):
    if "id" in FIELDS[name].args:
        return [ask(client, name, f'id: "{id_}"') for id_ in ids_of(clients, name)]
    return [ask(client, name)]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("scope", HIDDEN, ids=NAMES.get)
def test_a_field_tells_only_what_is_in_scope(clients, name, scope):
    answers = all_answers(clients, clients[Role.ADMIN, scope], name)
    text = "".join(answer.text for answer in answers)
    assert answers
    assert not [word for word in HIDDEN[scope] if word in text.replace("not among", "")]
    if (scope is NAMESPACE and name in OF_CLUSTERS) or (scope is not WHOLE and name in OF_EVERYTHING):
        assert all(answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN" for answer in answers)
    else:
        assert not any("errors" in answer.json() for answer in answers), text[:2_000]
    if scope is WHOLE and name not in SAME | {"coverage", "receipts", "clusters"}:
        assert all(word in text for word in PLACES.values()), text[:2_000]


@pytest.mark.parametrize("name", [n for n, field in FIELDS.items() if "clusters" in field.args])
def test_a_field_refuses_clusters_outside(clients, name):
    answer = ask(clients[Role.ADMIN, CLUSTER], name, 'clusters: ["dev"]').json()
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INVESTIGATOR, Role.EDITOR])
def test_acts_are_for_administrators(clients, role):
    assert ask(clients[role, WHOLE], "acts").json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_the_clusters_of_a_scope(clients):
    for scope, names in ((WHOLE, ["dev", "prod"]), (CLUSTER, ["prod"]), (NAMESPACE, ["prod"])):
        found = asked(clients[Role.VIEWER, scope], "{ clusters { name calls } }")["clusters"]
        assert [cluster["name"] for cluster in found] == names
        places = len(PLACES) - len(HIDDEN[scope])
        assert sum(cluster["calls"] for cluster in found) == places * CALLS_EACH


def test_alerts_of_a_detection_are_counted_within_the_scope(clients):
    for scope, hidden in HIDDEN.items():
        found = asked(clients[Role.VIEWER, scope], "{ detections { alerts } }")["detections"]
        assert sum(one["alerts"] for one in found) == len(PLACES) - len(hidden)


def test_whole_bodies_are_for_investigators(clients, service):
    with asking(service) as owner:
        ref = {"resource": "pods", "namespace": "shop", "name": "with-body", "apiVersion": "v1"}
        event = an_event(
            verb="create", ref=ref, requestObject={"kind": "Pod", "marker": "of-the-body"}, level="Request"
        )
        sender = {**JSON, "authorization": "Bearer of-prod"}
        owner.post("/v1/audit", content=event_list(event), headers=sender)
        query = '{ apiCalls(search: "name:with-body") { edges { node { id } } } }'
        wait_for(lambda: asked(owner, query)["apiCalls"]["edges"])
        (edge,) = asked(owner, query)["apiCalls"]["edges"]
    for role in (Role.VIEWER, Role.INVESTIGATOR, Role.EDITOR, Role.ADMIN):
        told = clients[role, WHOLE].post(
            "/graphql", json={"query": f'{{ call(id: "{edge["node"]["id"]}") {{ event }} }}'}
        )
        assert ("of-the-body" in told.text) is (role is not Role.VIEWER), told.text
        assert "auditID" in told.text
