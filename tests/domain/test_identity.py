"""Who the cloud knows a caller as, in every shape that platforms write it."""

import pytest

from graphsvc.domain.event import UserInfo
from graphsvc.domain.identity import (
    classify_user,
    cloud_user,
    cloud_user_detail,
    impersonation_detail,
    login_detail,
    token_detail,
)

ARN = "arn:aws:sts::111122223333:assumed-role/Dev/bob@corp.example"
ROLE = "arn:aws:iam::111122223333:role/teams/Dev"
UID = "aws-iam-authenticator:111122223333:AROAEXAMPLE"
OLD_UID = "heptio-authenticator-aws:111122223333:AROAEXAMPLE"
POD = {"authentication.kubernetes.io/pod-name": ["x"]}
SAME = "sigs.k8s.io/aws-iam-authenticator/"
GOOGLE = "iam.googleapis.com/"
WORKFORCE = "principal://iam.googleapis.com/locations/global/workforcePools/p/subject/bob"


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (UserInfo("kubernetes-admin", extra={"arn": [ARN], "canonicalArn": [ROLE]}), ARN),
        (
            UserInfo("admin", extra={"canonicalArn": [ROLE], "sessionName": ["bob"]}),
            "arn:aws:sts::111122223333:assumed-role/Dev/bob",
        ),
        (UserInfo("admin", extra={"canonicalArn": [ROLE], "sessionName": [""]}), ROLE),
        (
            UserInfo("bob", extra={"canonicalArn": ["arn:aws:iam::111122223333:user/bob"]}),
            "arn:aws:iam::111122223333:user/bob",
        ),
        (UserInfo("admin", extra={SAME + "arn": [ARN]}), ARN),
        (UserInfo("admin", extra={"arn": ARN}), ARN),
        (UserInfo(ARN), ARN),
        (UserInfo(ARN, extra={"accessKeyId": ["AKIAEXAMPLE"]}), ARN),
        (UserInfo("admin", uid=UID), "aws:111122223333:AROAEXAMPLE"),
        (UserInfo("admin", uid=OLD_UID), "aws:111122223333:AROAEXAMPLE"),
        (UserInfo("admin", extra={SAME + "principalId": ["AROAEXAMPLE"]}), "aws:AROAEXAMPLE"),
        (UserInfo("admin", extra={"accessKeyId": ["AKIAEXAMPLE"]}), "aws:AKIAEXAMPLE"),
        (UserInfo("bob@corp.example", extra={GOOGLE + "principalEmail": ["bob@corp.example"]}), "bob@corp.example"),
        (UserInfo("bob", extra={GOOGLE + "principalSubject": [WORKFORCE]}), WORKFORCE),
        (UserInfo("bob@corp.example", extra={"oid": ["0000-1"]}), "bob@corp.example"),
        (UserInfo("0000-1", extra={"oid": ["0000-1"]}), "0000-1"),
        (UserInfo("0000-1", extra={"oid": ["0000-1"], "upn": ["bob@corp.example"]}), "bob@corp.example"),
        (UserInfo("oidc:grace@corp.example", uid="grace"), ""),
        (UserInfo("system:serviceaccount:shop:web", uid="1-2", extra=POD), ""),
        (UserInfo(), ""),
    ],
)
def test_cloud_users(user, expected):
    assert cloud_user(user) == expected


def test_detail_holds_all_that_is_known():
    extra = {"arn": [ARN], SAME + "principalId": ["AROAEXAMPLE"], "accessKeyId": ["AKIAEXAMPLE"]}
    assert cloud_user_detail(UserInfo("x", extra=extra)) == {
        "arn": ARN,
        "accessKeyId": "AKIAEXAMPLE",
        "principalId": "AROAEXAMPLE",
    }
    assert cloud_user_detail(UserInfo("x", extra={"oid": ["1"], "tid": ["2"], "other": ["3"]})) == {
        "oid": "1",
        "tid": "2",
    }
    assert cloud_user_detail(UserInfo("x", extra={"tid": ["2"]})) == {}


@pytest.mark.parametrize("name", ["masterclient", "aksService", "hcpService", "nodeclient", "eks:node-manager"])
def test_users_of_platforms_are_no_people(name):
    assert classify_user(name) == "system"


def test_detail_of_tokens():
    token = "authentication.kubernetes.io/"
    extra = {
        token + "pod-name": ["web-1"],
        token + "node-name": ["worker-1"],
        token + "pod-uid": ["1-2"],
        token + "credential-id": ["JTI=3"],
    }
    assert token_detail(UserInfo("system:serviceaccount:shop:web", extra=extra)) == {
        "credential": "JTI=3",
        "pod": "web-1",
        "node": "worker-1",
        "user_extra": [token + "pod-uid=1-2"],
    }
    oidc = UserInfo("oidc:grace", extra={"example.com/tenant": ["retail"]})
    assert token_detail(oidc) == {"user_extra": ["example.com/tenant=retail"]}
    assert token_detail(UserInfo("kubernetes-admin")) == {}


def test_detail_of_impersonation():
    acted = UserInfo("boss", groups=["b", "a", "system:authenticated"], extra={"scopes": ["x", "y"]})
    assert impersonation_detail(acted) == {
        "impersonated_groups": ["a", "b"],
        "impersonated_extra": ["scopes=x", "scopes=y"],
    }
    flood = UserInfo("x", extra={f"k{n:03}": ["v" * 9_000] for n in range(999)})
    assert sum(map(len, impersonation_detail(flood)["impersonated_extra"])) <= 6_000


def test_detail_of_a_login():
    login = {"authentication.openshift.io/username": "jane", "authentication.openshift.io/decision": "deny"}
    assert login_detail({**login, "other": "x"}) == [f"{k}={v}" for k, v in login.items()]
