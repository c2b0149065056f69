"""What a call was on, and what it came to, in every shape that an event can have."""

import pytest

from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.patch import fragment
from graphsvc.domain.target import Target, target_of
from tests.builders import an_event, raw


def call(event):
    return project_call(parse_event(raw(event)), "c")


@pytest.mark.parametrize(
    ("uri", "target"),
    [
        ("/api/v1/namespaces/shop/secrets/db?x=1", Target("", "v1", "secrets", "shop", "db")),
        ("/api/v1/secrets", Target("", "v1", "secrets")),
        ("/api/v1/namespaces/shop", Target("", "v1", "namespaces", "", "shop")),
        ("/api/v1/namespaces/shop/finalize", Target("", "v1", "namespaces", "", "shop", "finalize")),
        ("/api/v1/namespaces/shop/pods", Target("", "v1", "pods", "shop")),
        ("/api/v1/namespaces/shop/pods/web-0/exec?command=id", Target("", "v1", "pods", "shop", "web-0", "exec")),
        ("/api/v1/watch/namespaces/shop/secrets/x", Target("", "v1", "secrets", "shop", "x")),
        ("/api/v1/watch/secrets?a=b", Target("", "v1", "secrets")),
        (
            "/apis/apps/v1/namespaces/shop/deployments/web/scale",
            Target("apps", "v1", "deployments", "shop", "web", "scale"),
        ),
        ("/apis/metrics.k8s.io/v1beta1/nodes/a", Target("metrics.k8s.io", "v1beta1", "nodes", "", "a")),
        ("/apis/c.example/v1/things/system%3Aa%2Fb", Target("c.example", "v1", "things", "", "system:a/b")),
        ("/api/v1/nodes/n/proxy/run/a/b/c?cmd=id", Target("", "v1", "nodes", "", "n", "proxy", "run/a/b/c")),
        ("/api/v1/proxy/nodes/n/metrics", Target("", "v1", "nodes", "", "n", "proxy", "metrics")),
        *((uri, Target()) for uri in ("/healthz", "/apis", "/apis/apps", "/apis/apps/v1", "/api", "/api/v1", "/", "")),
    ],
)
def test_a_uri_tells_what_it_is_of(uri, target):
    assert target_of(uri) == target


def test_without_object_ref_the_uri_tells():
    event = an_event(requestURI="/apis/apps/v1/namespaces/shop/deployments/web", verb="DELETE")
    del event["objectRef"]
    found = call(event)
    assert (found.path.resource_name, found.path.api_group, found.path.verb) == ("shop/deployments", "apps", "delete")
    assert (found.path.action, found.objects[0].name) == ("DeleteDeployment", "web")


def test_a_plural_of_another_group_is_another_resource():
    ref = {"resource": "secrets", "apiGroup": "vault.corp.example", "namespace": "shop"}
    path = call(an_event(ref=ref, verb="list")).path
    assert (path.resource_name, path.resource_class) == ("shop/secrets.vault.corp.example", "Other")
    own = call(an_event(ref={"resource": "deployments", "apiGroup": "apps", "namespace": "shop"}, verb="list")).path
    assert (own.resource_name, own.resource_class) == ("shop/deployments", "Workload")


@pytest.mark.parametrize(
    ("verb", "ref", "code", "did"),
    [
        ("get", {"resource": "pods"}, 200, "read"),
        ("watch", {"resource": "pods"}, 200, "read"),
        ("create", {"resource": "pods"}, 201, "create"),
        ("patch", {"resource": "pods"}, 200, "change"),
        ("patch", {"resource": "pods"}, 201, "create"),
        ("update", {"resource": "pods"}, 201, "create"),
        ("patch", {"resource": "pods", "subresource": "status"}, 201, "change"),
        ("delete", {"resource": "pods"}, 200, "delete"),
        ("deletecollection", {"resource": "pods"}, 200, "delete"),
        ("create", {"resource": "pods", "subresource": "eviction"}, 201, "delete"),
        ("create", {"resource": "pods", "subresource": "binding"}, 201, "change"),
        ("create", {"resource": "serviceaccounts", "subresource": "token"}, 201, "create"),
        ("create", {"resource": "selfsubjectaccessreviews", "apiGroup": "authorization.k8s.io"}, 201, "read"),
        ("create", {"resource": "pods", "subresource": "exec"}, 101, "exec"),
        ("get", {"resource": "pods", "subresource": "exec"}, 101, "exec"),
        ("get", {"resource": "nodes", "subresource": "proxy"}, 200, "connect"),
    ],
)
def test_a_verb_comes_to_something(verb, ref, code, did):
    assert call(an_event(verb=verb, ref=ref, code=code)).path.did == did


@pytest.mark.parametrize(
    "dry",
    [
        {"requestURI": "/api/v1/namespaces/shop/pods/web-0?dryRun=All"},
        {"requestObject": {"kind": "DeleteOptions", "dryRun": ["All"]}},
        {"annotations": {"command.gke.io/dryRun": "true"}},
    ],
)
def test_a_dry_run_did_nothing_and_says_so(dry):
    found = call({**an_event(verb="delete"), **dry})
    assert (found.path.did, found.path.is_dry_run, found.properties["dry_run"]) == ("nothing", True, True)
    assert found.path.action.endswith("_DryRun")
    eviction = an_event(verb="create", ref={"resource": "pods", "name": "x", "subresource": "eviction"})
    assert call({**eviction, "requestObject": {"deleteOptions": {"dryRun": ["All"]}}}).path.is_dry_run
    assert not call({**an_event(verb="delete"), "requestObject": {"dryRun": []}}).path.is_dry_run


@pytest.mark.parametrize(
    ("query", "is_list"),
    [
        ("watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", True),
        ("watch=true", True),
        ("watch=1&resourceVersion=0", True),
        ("watch=true&resourceVersion=88123", False),
        ("", False),
    ],
)
def test_a_watch_that_begins_with_all_there_is_is_a_list_too(query, is_list):
    path = call(an_event(verb="watch", ref={"resource": "secrets"}, requestURI=f"/api/v1/secrets?{query}")).path
    assert ("list" in path.verbs) is is_list
    assert path.verb == "watch"


@pytest.mark.parametrize(
    ("steps", "written"),
    [
        ([{"op": "replace", "path": "/spec/replicas", "value": 3}], {"spec": {"replicas": 3}}),
        ([{"op": "add", "path": "/rules/-", "value": {"a": 1}}], {"rules": [{"a": 1}]}),
        (
            [{"op": "add", "path": f"/spec/c/0/{key}", "value": key} for key in ("x", "y")],
            {"spec": {"c": [{"x": "x", "y": "y"}]}},
        ),
        ([{"op": "add", "path": "/subjects/-", "value": n} for n in (1, 2)], {"subjects": [1, 2]}),
        ([{"op": "add", "path": "/metadata/labels/a~1b~0c", "value": "v"}], {"metadata": {"labels": {"a/b~c": "v"}}}),
        ([{"op": "add", "path": "", "value": {"whole": 1}}], {"whole": 1}),
        ([{"op": "remove", "path": "/spec"}, {"op": "test"}, 7, {"op": "add", "path": 7}], {}),
    ],
)
def test_a_json_patch_is_what_its_steps_write(steps, written):
    assert fragment(steps) == written
