"""What entries of Google say beyond the samples' calls."""

import io
import json

import pytest

from graphsvc.domain.event import parse_event, parse_user
from graphsvc.domain.identity import cloud_user_detail
from graphsvc.ingest.record.record import read_records

ROBOT = "deploy@p.iam.gserviceaccount.com"
ANN = {"principalSubject": "user:ann@corp.example", "firstPartyPrincipal": {"principalEmail": "ann@corp.example"}}
SECOND = {"principalSubject": "serviceAccount:first@p.iam.gserviceaccount.com"}
OUTSIDE = {"principalSubject": "principal://iam.googleapis.com/projects/1/workloadIdentityPools/ci/subject/repo:a/b"}


@pytest.mark.parametrize(
    ("chain", "origin"),
    [
        ([ANN], "ann@corp.example"),
        ([{"firstPartyPrincipal": ANN["firstPartyPrincipal"]}], "ann@corp.example"),
        ([ANN, SECOND], "ann@corp.example"),
        ([OUTSIDE], OUTSIDE["principalSubject"]),
        ([{}], None),
        ({}, None),
        (None, None),
    ],
)
def test_who_acts_behind_a_service_account(chain, origin):
    entry = {
        "insertId": "i",
        "timestamp": "2026-11-23T12:00:00Z",
        "protoPayload": {
            "serviceName": "k8s.io",
            "methodName": "io.k8s.core.v1.secrets.list",
            "resourceName": "core/v1/secrets",
            "authenticationInfo": {"principalEmail": ROBOT, "serviceAccountDelegationInfo": chain},
        },
    }
    (found,) = read_records(io.BytesIO(json.dumps(entry).encode()))
    detail = cloud_user_detail(parse_user(bytes(parse_event(found.raw).user)))
    assert (detail["principalEmail"], detail.get("delegatedFrom")) == (ROBOT, origin)
