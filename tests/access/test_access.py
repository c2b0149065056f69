"""Who comes in by what, and who no longer does."""

import stat
import threading

import pytest

from graphsvc.access.attempts import Attempts
from graphsvc.access.entry import Entry, token_in
from graphsvc.access.links import Links
from graphsvc.access.sessions import Sessions
from graphsvc.access.tokens import Tokens
from graphsvc.domain.moment import DAY, HOUR, MINUTE
from graphsvc.domain.viewer import EVERYTHING, Right, Role, Scope, Viewer
from graphsvc.errors import Denied, InputError, NotSignedIn, SettingsError
from graphsvc.graph.private_file import kept_secret, write_private
from graphsvc.ingest.archive.archive import Archive
from graphsvc.ingest.record.record import Record

ONE = Scope(frozenset({"prod"}), frozenset({"shop"}))


class Clock:
    def __init__(self):
        self.now = 1_000_000_000_000

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def entry(tmp_path, clock):
    tokens = Tokens(tmp_path / "access", clock)
    sessions = Sessions(tmp_path / "access", idle=HOUR, longest=DAY, now=clock)
    return Entry(tmp_path / "access", tokens, sessions, now=clock)


def by_cookie(entry, cookie):
    return entry.enter("", cookie).viewer


def test_a_token_is_its_owner_until_it_is_revoked(entry):
    token, text = entry.tokens.new("alice", Role.VIEWER, ONE)
    assert entry.enter(f"Bearer {text}", "").viewer == Viewer(f"token:{token.id}", "alice", Role.VIEWER, ONE)
    assert entry.tokens.revoke(token.id)
    assert not entry.tokens.revoke(token.id)
    with pytest.raises(NotSignedIn):
        entry.enter(f"Bearer {text}", "")


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "x", str.upper, lambda t: t.split("_")[2], lambda _: ""]
)
def test_what_is_nearly_a_token_is_none(entry, change):
    _, text = entry.tokens.new("alice", Role.VIEWER, EVERYTHING)
    with pytest.raises(NotSignedIn):
        entry.enter(f"Bearer {change(text)}", "")


def test_a_token_expires_with_the_sessions_that_began_with_it(entry, clock):
    _, text = entry.tokens.new("alice", Role.VIEWER, EVERYTHING, days=1)
    viewer = entry.viewer_of(text)
    clock.now += DAY - MINUTE
    cookie = entry.sessions.begin(viewer)
    assert by_cookie(entry, cookie) == viewer
    clock.now += MINUTE
    for given in ((f"Bearer {text}", ""), ("", cookie)):
        with pytest.raises(NotSignedIn):
            entry.enter(*given)


def test_another_process_sees_at_once_what_one_changes(tmp_path):
    one, other = Tokens(tmp_path), Tokens(tmp_path)
    token, text = one.new("alice", Role.VIEWER, EVERYTHING)
    assert other.of_text(text) == token
    one.revoke(token.id)
    assert other.of_text(text) is None


def test_tokens_that_are_made_at_once_are_all_kept(tmp_path):
    makers = [threading.Thread(target=Tokens(tmp_path).new, args=(f"n{n}", Role.VIEWER, EVERYTHING)) for n in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert {token.name for token in Tokens(tmp_path).all()} == {f"n{n}" for n in range(8)}


def test_no_secret_is_kept_as_it_is_and_nobody_else_may_read(tmp_path):
    _, text = Tokens(tmp_path / "access").new("alice", Role.VIEWER, EVERYTHING)
    kept_secret(tmp_path / "access" / "session_key")
    assert text.split("_", 2)[2] not in (tmp_path / "access" / "tokens.json").read_text()
    assert stat.S_IMODE((tmp_path / "access").stat().st_mode) == 0o700
    for name in ("tokens.json", "session_key"):
        assert stat.S_IMODE((tmp_path / "access" / name).stat().st_mode) == 0o600


def test_files_that_were_open_to_others_are_closed(tmp_path):
    folder = tmp_path / "access"
    folder.mkdir(mode=0o755)
    (folder / "key").write_text("known for long")
    (folder / "key").chmod(0o644)
    assert kept_secret(folder / "key") == "known for long"
    write_private(folder / "other", b"x")
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_raw_events_are_closed_to_others(tmp_path):
    archive = Archive(tmp_path / "archive")
    archive.append("test", "x", [Record(b"{}", 1)])
    archive.close()
    assert stat.S_IMODE((tmp_path / "archive").stat().st_mode) == 0o700


def test_a_secret_that_several_make_at_once_is_one(tmp_path):
    found = []
    makers = [threading.Thread(target=lambda: found.append(kept_secret(tmp_path / "key"))) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(set(found)) == 1
    assert len(found[0]) >= 43
    assert [file.name for file in tmp_path.iterdir()] == ["key"]


def test_a_broken_file_of_tokens_says_what_to_do(tmp_path):
    (tmp_path / "tokens.json").write_text("{")
    with pytest.raises(SettingsError, match="make new tokens"):
        Tokens(tmp_path).all()


@pytest.mark.parametrize(
    ("name", "role", "scope", "days"),
    [
        ("", Role.VIEWER, EVERYTHING, 0),
        ("a\nb", Role.VIEWER, EVERYTHING, 0),
        ("x" * 101, Role.VIEWER, EVERYTHING, 0),
        ("a", Role.VIEWER, EVERYTHING, -1),
        ("a", Role.INGEST, EVERYTHING, 0),
        ("a", Role.INGEST, Scope(frozenset({"a", "b"})), 0),
        ("a", Role.INGEST, ONE, 0),
        ("a", Role.VIEWER, Scope(frozenset()), 0),
        ("a", Role.VIEWER, Scope(frozenset({""})), 0),
    ],
)
def test_a_token_that_makes_no_sense_is_not_made(tmp_path, name, role, scope, days):
    with pytest.raises(InputError):
        Tokens(tmp_path).new(name, role, scope, days)
    assert Tokens(tmp_path).all() == []


def test_a_session_ends_when_nobody_uses_it_and_when_it_is_old(entry, clock):
    viewer = Viewer("local", "x", Role.ADMIN)
    cookie = entry.sessions.begin(viewer)
    began = clock.now
    while clock.now - began < DAY - HOUR:
        session = entry.sessions.of_cookie(cookie)
        assert session is not None
        clock.now += HOUR // 2
        cookie = entry.sessions.renewed(session) or cookie
    assert entry.sessions.of_cookie(cookie)
    clock.now = began + DAY
    assert entry.sessions.of_cookie(cookie) is None
    unused = entry.sessions.begin(viewer)
    clock.now += HOUR
    assert entry.sessions.of_cookie(unused) is None


def test_a_session_that_ended_stays_so_in_every_process(entry, clock, tmp_path):
    viewer = Viewer("local", "x", Role.ADMIN)
    first, second = entry.sessions.begin(viewer), entry.sessions.begin(viewer)
    entry.sessions.end(entry.sessions.of_cookie(first))
    assert entry.sessions.of_cookie(first) is None
    assert entry.sessions.of_cookie(second)
    entry.sessions.end(entry.sessions.of_cookie(second), everywhere=True)
    clock.now += 1
    again = Sessions(tmp_path / "access", idle=HOUR, longest=DAY, now=clock)
    assert again.of_cookie(first) is again.of_cookie(second) is None
    assert again.of_cookie(again.begin(viewer))


def test_a_cookie_of_another_key_is_none_of_ours(entry, clock, tmp_path):
    other = Sessions(tmp_path / "other", idle=HOUR, longest=DAY, now=clock)
    for cookie in (other.begin(Viewer("local", "x", Role.ADMIN)), "x", "a.b", ""):
        assert entry.sessions.of_cookie(cookie) is None


def test_a_link_signs_in_once_and_not_for_long(clock):
    links, viewer = Links(clock), Viewer("local", "x", Role.ADMIN)
    code = links.new(viewer)
    assert links.use(code + "x") is None
    assert links.use(code) == viewer
    assert links.use(code) is None
    late, lasting = links.new(viewer), links.new(viewer, until_used=True)
    clock.now += 10 * MINUTE
    assert links.use(late) is None
    assert links.use(lasting) == viewer


def test_attempts_that_fail_are_slowed_by_address_and_by_name(clock):
    attempts = Attempts(clock)
    for _ in range(5):
        attempts.require_rested("address a", "name n")
        attempts.failed("address a", "name n")
    for keys in (("address a", "name other"), ("address other", "name n")):
        with pytest.raises(NotSignedIn) as refused:
            attempts.require_rested(*keys)
        assert refused.value.retry_after == 2
    attempts.require_rested("address other", "name other")
    clock.now += 2_000
    attempts.require_rested("address a", "name n")
    attempts.failed("address a")
    clock.now += 3_999
    with pytest.raises(NotSignedIn):
        attempts.require_rested("address a")
    attempts.succeeded("address a")
    attempts.require_rested("address a")


def test_a_right_token_is_not_looked_at_while_attempts_rest(entry, clock):
    _, text = entry.tokens.new("alice", Role.VIEWER, EVERYTHING)
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            entry.sign_in("wrong", "192.0.2.1")
    with pytest.raises(NotSignedIn, match="wait"):
        entry.sign_in(text, "192.0.2.1")
    assert entry.sign_in(text, "192.0.2.2").name == "alice"
    clock.now += 2_000
    assert entry.sign_in(text, "192.0.2.1").name == "alice"


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Basic eDphYmM=", "abc"),
        ("Basic abc", ""),
        ("Basic !!!", ""),
        ("Digest abc", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_the_token_of_a_header(header, token):
    assert token_in(header) == token


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.INGEST, {Right.POST}),
        (Role.VIEWER, {Right.READ}),
        (Role.INVESTIGATOR, {Right.READ, Right.BODIES}),
        (Role.EDITOR, {Right.READ, Right.BODIES, Right.EDIT}),
        (Role.ADMIN, set(Right)),
    ],
)
def test_what_roles_may(role, may):
    viewer = Viewer("x", "x", role)
    assert {right for right in Right if viewer.may(right)} == may
    for right in set(Right) - may:
        with pytest.raises(Denied, match=role):
            viewer.require(right)


def test_a_scope_names_nothing_outside():
    assert EVERYTHING.narrowed(None) == EVERYTHING
    assert EVERYTHING.narrowed(["a"]) == Scope(frozenset({"a"}))
    assert ONE.narrowed(["prod"]) == ONE
    for asked in (["dev"], ["prod", "dev"], ["no such cluster"]):
        with pytest.raises(Denied, match="not among"):
            ONE.narrowed(asked)
    assert Scope(frozenset({"b", "a"})).whole_clusters() == ["a", "b"]
    with pytest.raises(Denied, match="whole clusters"):
        ONE.whole_clusters()
