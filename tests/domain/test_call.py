"""From events to calls: names, values, identity."""

import pytest

from graphsvc.domain.call import project_call
from graphsvc.domain.event import parse_event
from graphsvc.domain.who_kind import UNKNOWN
from graphsvc.errors import MalformedRecord
from tests.builders import an_event, an_exec, raw


def call(event, cluster="test"):
    return project_call(parse_event(raw(event)), cluster)


def ref(resource, sub="", name="x", namespace="shop", group=""):
    values = {"resource": resource, "subresource": sub, "name": name, "namespace": namespace, "apiGroup": group}
    return {key: value for key, value in values.items() if value}


@pytest.mark.parametrize(
    ("verb", "resource", "sub", "action", "event_name"),
    [
        ("create", "jobs", "", "CreateJob", "CreateJobs"),
        ("patch", "pods", "", "PatchPod", "PatchPods"),
        ("delete", "namespaces", "", "DeleteNamespace", "DeleteNamespaces"),
        ("create", "pods", "exec", "exec", "CreatePods"),
        ("get", "pods", "exec", "exec", "CreatePods"),
        ("get", "pods", "attach", "attach", "CreatePods"),
        ("get", "pods", "portforward", "port-forward", "CreatePods"),
        ("watch", "horizontalpodautoscalers", "", "WatchHorizontalPodAutoscalers", "WatchHorizontalpodautoscalers"),
        ("list", "secrets", "", "ListSecrets", "ListSecrets"),
        ("create", "serviceaccounts", "token", "CreateServiceAccountToken", "CreateServiceaccounts"),
        ("update", "networkpolicies", "", "UpdateNetworkPolicy", "UpdateNetworkpolicies"),
        ("get", "applications", "", "GetApplication", "GetApplications"),
        ("deletecollection", "pods", "", "DeleteCollectionPods", "DeletecollectionPods"),
    ],
)
def test_names_in_graph_and_table(verb, resource, sub, action, event_name):
    path = call(an_event(verb=verb, ref=ref(resource, sub))).path
    assert (path.action, path.event_name) == (action, event_name)


@pytest.mark.parametrize(
    ("resource", "body", "suffix"),
    [
        ("roles", {"rules": [{"resources": ["pods/exec"], "verbs": ["create"]}]}, "_WithPodExec"),
        ("clusterroles", {"rules": [{"resources": ["secrets"], "verbs": ["get"]}]}, "_WithSecrets"),
        ("roles", {"rules": [{"resources": ["pods"], "verbs": ["create"]}]}, "_WithPodsWrite"),
        ("clusterroles", {"rules": [{"resources": ["*"], "verbs": ["*"]}]}, "_WithAllResources"),
        ("rolebindings", {"roleRef": {"name": "admin"}}, "_ToAdmin"),
        ("clusterrolebindings", {"roleRef": {"name": "cluster-admin"}}, "_ToClusterAdmin"),
        ("clusterrolebindings", {"roleRef": {"name": "edit"}}, "_ToEdit"),
        ("rolebindings", {"roleRef": {"name": "system:node"}}, "_ToSystem"),
        ("pods", {"spec": {"hostNetwork": True, "containers": []}}, "_WithHostAccess"),
        (
            "pods",
            {"spec": {"containers": [{"securityContext": {"allowPrivilegeEscalation": True}}]}},
            "_AllowsEscalation",
        ),
        ("roles", {"rules": [{"resources": ["pods"], "verbs": ["get"]}]}, ""),
    ],
)
def test_suffix_says_what_a_write_asked_for(resource, body, suffix):
    path = call(an_event(verb="create", ref=ref(resource), requestObject=body)).path
    assert path.event_name == f"Create{resource.capitalize()}{suffix}"
    assert path.action.endswith(suffix or path.action)


def test_exec_has_its_command_and_container():
    found = call(an_exec())
    assert found.command == "sh -c 'id; ls'"
    assert found.properties["container"] == "app"
    assert found.path.status == "101 Switching Protocols"


def test_eks_identity_is_the_cloud_user():
    extra = {"arn": ["arn:aws:sts::1:assumed-role/Dev/bob"], "sessionName": ["bob"], "accessKeyId": ["AKIA1"]}
    found = call(an_event(user={"username": "kubernetes-admin", "groups": ["system:masters"], "extra": extra}))
    assert found.path.cloud_user == "arn:aws:sts::1:assumed-role/Dev/bob"
    assert "sessionName=bob" in found.properties["cloud_user_detail"]


def test_groups_leave_out_the_one_everybody_has():
    found = call(an_event(user={"username": "x", "groups": ["system:authenticated", "b", "a"]}))
    assert found.path.groups == ("a", "b")
    assert found.path.group == "a, b"


def test_failed_authentication_has_no_user():
    found = call(an_event(user={}, code=401, stage="ResponseStarted"))
    assert (found.path.user, found.path.groups, found.path.status) == ("", (), "401 Unauthorized")
    assert found.path.is_denied


def test_a_namespace_lives_in_no_namespace():
    deleted = call(an_event(verb="delete", ref={"resource": "namespaces", "namespace": "shop", "name": "shop"}))
    created = call(an_event(verb="create", ref={"resource": "namespaces", "name": "shop"}))
    assert deleted.path.resource_name == created.path.resource_name == "namespaces"


def test_generated_name_comes_from_the_answer():
    answer = {"metadata": {"name": "web-x7k2p"}}
    found = call(
        an_event(verb="create", ref={"resource": "pods", "namespace": "shop"}, code=201, responseObject=answer)
    )
    assert found.objects[0].name == "web-x7k2p"


@pytest.mark.parametrize(
    ("uri", "resource"),
    [
        ("/healthz?verbose", "/healthz"),
        ("/apis/apps/v1", "/apis/…"),
        ("/openapi/v3", "/openapi/v3"),
        ("/wp-login.php", "other URLs"),
        ("/..%2fetc/passwd", "other URLs"),
        ("//[bad", "other URLs"),
        ("//[bad?x=1", "other URLs"),
    ],
)
def test_urls_of_callers_own_making_fold_into_one(uri, resource):
    event = an_event(requestURI=uri)
    del event["objectRef"]
    assert call(event).path.resource == resource


def test_two_requests_with_one_audit_id_are_two_calls():
    first, second = an_event(auditID="same"), an_event(auditID="same", requestURI="/api/v1/secrets")
    assert call(first).id != call(second).id


def test_stages_of_one_request_are_one_call():
    started = an_event(auditID="one", stage="ResponseStarted")
    assert call(started).id == call({**started, "stage": "ResponseComplete"}).id


def test_clusters_keep_their_calls_apart():
    event = an_event()
    assert call(event, "a").id != call(event, "b").id


def test_ids_sort_by_time():
    early, late = an_event(time="2026-01-01T00:00:00Z"), an_event(time="2026-01-01T00:00:00.001Z")
    assert call(early).id < call(late).id


@pytest.mark.parametrize(
    "text", ["2022-11-29 00:09:04.38", "2022-11-29T00:09:04.380000000Z", "2022-11-29T01:09:04.38+01:00"]
)
def test_times_of_other_makers_are_read(text):
    assert call(an_event(requestReceivedTimestamp=text)).time == 1669680544380


@pytest.mark.parametrize("broken", [{"verb": {}}, {"auditID": None}, {"stage": "Nonsense"}])
def test_what_a_call_cannot_be_counted_without_names_itself(broken):
    with pytest.raises(MalformedRecord) as caught:
        call({**an_event(), **broken})
    assert next(iter(broken)) in str(caught.value)


def test_without_any_readable_time_there_is_no_call():
    with pytest.raises(MalformedRecord, match="yesterday"):
        call({**an_event(), "requestReceivedTimestamp": "yesterday", "stageTimestamp": "now"})
    told = {"requestReceivedTimestamp": "yesterday", "stageTimestamp": "2026-11-24T09:00:01Z"}
    assert call({**an_event(), **told}).time == 1_795_510_801_000


def test_names_longer_than_any_honest_one_are_cut_and_stay_apart():
    long = "A" * 9_000
    found = [call(an_event(user={"username": long + tail, "groups": [long + tail]})).path for tail in "xy"]
    assert all(len(p.user) <= 500 and len(p.group) <= 1_500 for p in found)
    assert found[0].user != found[1].user
    assert found[0].group != found[1].group
    many = call(an_event(user={"username": "x", "groups": [f"group-{n}" for n in range(5_000)]})).path
    assert len(many.group) <= 1_600
    assert "more" in many.groups[-1]


def test_numbers_as_text_are_numbers():
    assert call({**an_event(), "responseStatus": {"code": "201"}}).path.code == 201


def test_control_characters_cannot_forge_anything():
    found = call(an_event(user="mallory\x1f\x1b[31m"))
    assert found.path.user == "mallory\ufffd\ufffd[31m"


@pytest.mark.parametrize(
    ("broken", "places"),
    [
        ({"objectRef": "invalid"}, ["objectRef"]),
        ({"objectRef": {"resource": "pods", "name": []}}, ["objectRef.name"]),
        ({"sourceIPs": {}}, ["sourceIPs"]),
        ({"responseStatus": {"code": "many"}}, ["responseStatus.code"]),
        ({"responseStatus": {"code": -1}}, ["responseStatus.code"]),
        ({"responseStatus": {"code": 10**30}}, ["responseStatus.code"]),
        ({"annotations": {"x": None, "y": {}, "z": "kept"}}, ["annotations.x", "annotations.y"]),
        ({"annotations": "none"}, ["annotations"]),
        ({"level": [], "userAgent": {}}, ["level", "userAgent"]),
        ({"user": {"username": {}}}, ["user.username"]),
        ({"user": {"username": "u", "groups": ["a", 7]}}, ["user.groups"]),
        ({"user": {"username": "u", "extra": {"scopes": None, "a": ["b"]}}}, ["user.extra.scopes"]),
        ({"user": None}, ["user"]),
        ({"user": []}, ["user"]),
        ({"impersonatedUser": {"username": []}}, ["impersonatedUser.username"]),
        ({"impersonatedUser": "root"}, ["impersonatedUser"]),
    ],
)
def test_a_field_of_a_wrong_type_is_named_and_the_call_is_counted(broken, places):
    found = call({**an_event(), **broken})
    assert sorted(found.properties["unread"]) == places
    assert found.path.verb == an_event()["verb"]


def test_of_a_field_of_a_wrong_type_the_rest_is_kept():
    found = call({**an_event(), "annotations": {"x": None, "z": "kept"}, "user": {"username": "u", "groups": ["a", 7]}})
    assert (found.properties["notes"], found.path.groups) == (["z=kept"], ("a",))


@pytest.mark.parametrize("broken", [{"user": None}, {"user": []}, {"user": {"username": {}}}])
def test_whose_name_cannot_be_read_is_unknown_and_not_nobody(broken):
    assert call({**an_event(), **broken}).path.user == UNKNOWN
    nobody = call({**an_event(), "user": {}}).path
    assert nobody.user == ""


def test_no_impersonated_user_in_each_way_of_saying_so():
    for none in ({}, {"impersonatedUser": None}, {"impersonatedUser": {}}):
        found = call({**an_event(), **none})
        assert (found.path.impersonated_user, "impersonated_groups" in found.properties) == ("", False)


def test_what_one_call_says_of_a_caller_is_not_said_of_the_next():
    user = {"username": "system:anonymous", "extra": {"k": ["v"]}}
    login = {"authentication.openshift.io/username": "jane"}
    told = [call({**an_event(user=user), "annotations": notes}).properties for notes in (login, login, {})]
    assert [t["user_extra"] for t in told] == [["k=v", "authentication.openshift.io/username=jane"]] * 2 + [["k=v"]]


def test_callers_with_much_to_say_are_read_like_others():
    extra = {f"key-{n}": ["x" * 100] for n in range(50)}
    found = [call(an_event(user={"username": who, "groups": ["g"], "extra": extra})) for who in ("ann", "bob", "ann")]
    assert [f.path.user for f in found] == ["ann", "bob", "ann"]
    assert [len(f.properties["user_extra"]) for f in found] == [20, 20, 20]


def test_calls_of_one_path_share_it():
    one, other, elsewhere = (
        call(an_event(auditID=id_, code=code)) for id_, code in (("a", 200), ("b", 200), ("c", 403))
    )
    assert one.path is other.path
    assert elsewhere.path != one.path
