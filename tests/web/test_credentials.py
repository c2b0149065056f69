"""A credential names the clusters, and nothing else does."""

import json

import pytest

from graphsvc.access.entry import Entry, local_token
from graphsvc.access.sessions import Sessions
from graphsvc.access.tokens import Tokens
from graphsvc.domain.viewer import EVERYTHING, Role, Scope
from graphsvc.errors import SettingsError
from graphsvc.ingest.record.record import Record
from graphsvc.settings import load
from graphsvc.web.credentials import Credentials, Sender
from graphsvc.web.refusal import Refused


@pytest.fixture
def entry(tmp_path):
    return Entry(tmp_path, Tokens(tmp_path), Sessions(tmp_path, idle=1, longest=1))


TOKENS = {"prod": ["old-prod", "new-prod"], "test": ["only-test"]}


def test_every_token_of_a_cluster_is_valid(entry):
    credentials = Credentials(TOKENS, None, entry, "default")
    for token, cluster in (("old-prod", "prod"), ("new-prod", "prod"), ("only-test", "test")):
        assert credentials.of_bearer(f"Bearer {token}") == Sender((cluster,))
        assert credentials.of_google(f"bearer {token}") == Sender((cluster,))


@pytest.mark.parametrize(
    "given", ["", "Bearer ", "Bearer old", "Basic old-prod", "old-prod", "Bearer old-prod2", "Bearer \xff"]
)
def test_other_tokens_are_refused(entry, given):
    with pytest.raises(Refused) as found:
        Credentials(TOKENS, None, entry, "default").of_bearer(given)
    assert found.value.status == 401


def test_without_tokens_in_the_settings_those_who_may_post_do(entry, tmp_path):
    credentials = Credentials({}, None, entry, "mine")
    assert credentials.of_bearer(f"Bearer {local_token(tmp_path)}") == Sender(("mine",))
    for role, scope, sender in (
        (Role.INGEST, Scope(frozenset({"prod"})), Sender(("prod",))),
        (Role.ADMIN, EVERYTHING, Sender(("mine",))),
    ):
        _, text = entry.tokens.new("x", role, scope)
        assert credentials.of_bearer(f"Bearer {text}") == sender
        assert credentials.of_google(f"Bearer {text}") == sender
    _, reader = entry.tokens.new("x", Role.EDITOR, EVERYTHING)
    for given in ("", "Bearer ", f"Bearer {reader}", "Bearer a.b.c"):
        with pytest.raises(Refused):
            credentials.of_bearer(given)


def test_a_record_chooses_only_among_the_clusters_of_its_sender():
    record = Record(b"{}", 1, cluster="p/l/one")
    assert Sender(("mine",)).owned(record) == ("mine", record)
    both = Sender(("p/l/one", "p/l/two"))
    assert both.owned(record) == ("p/l/one", record)
    for forged in ("p/l/three", ""):
        owner, found = both.owned(Record(b"{}", 1, cluster=forged))
        assert owner == "p/l/one"
        assert found.problem.startswith("its sender may not speak for its cluster")


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("AUDIT_TOKENS", {"a": "same", "b": ["other", "same "]}, "a and b have the same token"),
        ("AUDIT_TOKENS", {"a": ""}, "empty"),
        ("AUDIT_TOKENS", {"a": ["x", " "]}, "empty"),
        ("AUDIT_TOKENS", {"a": []}, "every cluster of audit_tokens needs a token"),
        ("AUDIT_TOKENS", {"": "x"}, "empty"),
        ("AUDIT_TOKENS", {"a": "schlüssel"}, "no header can carry"),
        ("PUBSUB_SENDERS", {"a@b.iam.gserviceaccount.com": "prod"}, "needs pubsub_audience"),
        ("PUBSUB_SENDERS", {"a@b.iam.gserviceaccount.com": []}, "every account of pubsub_senders a cluster"),
    ],
)
def test_credentials_that_tell_nobody_apart_are_refused_at_start(monkeypatch, setting, value, words):
    monkeypatch.setenv(f"GRAPHSVC_{setting}", json.dumps(value))
    if "every account" in words:
        monkeypatch.setenv("GRAPHSVC_PUBSUB_AUDIENCE", "me")
    with pytest.raises(SettingsError, match=words) as found:
        load()
    assert "same " not in str(found.value).replace("the same token", "")


def test_one_token_or_several(monkeypatch):
    monkeypatch.setenv("GRAPHSVC_AUDIT_TOKENS", json.dumps({"a": "x", "b": ["y", "z"]}))
    found = {c: [t.get_secret_value() for t in tokens] for c, tokens in load().audit_tokens.items()}
    assert found == {"a": ["x"], "b": ["y", "z"]}
