"""The composition root of the service: everything that lives as long as the process is made here, and nowhere else."""

import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import structlog
from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.datastructures import State
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect

from graphsvc import __version__
from graphsvc.access.acts import ActBook, Did
from graphsvc.access.company import CompanyLogin, Provider
from graphsvc.access.entry import Entry, local_viewer
from graphsvc.access.sessions import Sessions
from graphsvc.access.tokens import Tokens
from graphsvc.api.context import Context
from graphsvc.api.noise import NoiseRules
from graphsvc.api.schema import build_schema
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.detection.gate import Gate
from graphsvc.detection.own import OF_THE_SERVICE, OwnDetections, own_files
from graphsvc.detection.silence import SilenceWatch, now
from graphsvc.domain.depth import decoded
from graphsvc.domain.detection import Detection
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.path import Path as CallPath
from graphsvc.domain.viewer import Viewer
from graphsvc.errors import ArchiveError, GraphsvcError
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.acts import ActReader
from graphsvc.graph.read.alerts import AlertReader
from graphsvc.graph.read.coverage import CoverageReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.read.recall import Recall
from graphsvc.graph.read.receipts import ReceiptReader
from graphsvc.graph.read.rejected import RejectedReader
from graphsvc.graph.read.stories import StoryReader
from graphsvc.graph.store import Store
from graphsvc.graph.write.acts import write_acts
from graphsvc.graph.write.batches import resume
from graphsvc.graph.write.detection_states import load_states
from graphsvc.graph.write.renewal import require_none
from graphsvc.graph.write.retention import Retention
from graphsvc.graph.write.retention_rounds import RetentionRounds
from graphsvc.graph.write.writer import Writer
from graphsvc.ingest.archive.age import ArchiveAge
from graphsvc.ingest.archive.archive import Archive, archive_in_use
from graphsvc.ingest.archive.dropped import DroppedReader
from graphsvc.ingest.archive.gap import ArchiveGap
from graphsvc.ingest.archive.segment import read_record
from graphsvc.ingest.follow.files import Follower
from graphsvc.ingest.follow.loop import follow_once
from graphsvc.ingest.noise_rules import choose_noise_rules
from graphsvc.ingest.overlooked import ArchiveAudit, AuditRounds
from graphsvc.ingest.pipeline import Pipeline
from graphsvc.ingest.place_files import open_atlas
from graphsvc.ingest.record.reading import Reading
from graphsvc.settings import Settings
from graphsvc.web import audit_webhook, canvas, completion, firehose, health, neo4j_browser, otlp, pubsub
from graphsvc.web.answers import told
from graphsvc.web.credentials import Credentials
from graphsvc.web.door import PAGES, Door
from graphsvc.web.google_tokens import GoogleTokens
from graphsvc.web.graphql import graphql_router
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.login import routes as login
from graphsvc.web.neo4j_guard import Neo4jGuard, OwnServer
from graphsvc.web.reception import Reception
from graphsvc.web.security import SecurityHeaders
from graphsvc.web.status import Status
from graphsvc.web.worker import Worker

log = structlog.get_logger()

_PAGE = Path(__file__).with_name("page")
_TOKENS_CHECKED_AT_ONCE = 4  # while Google's keys cannot be had each takes seconds, and others need threads too
_DETECTION_IDLE, _ACTS_IDLE = 2.0, 2.0  # seconds
_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def create_app(settings: Settings, server: OwnServer | None = None) -> FastAPI:
    """The application for a database that `settings.neo4j_uri` names; `server` is it, when graphsvc started it."""
    lifespan = partial(_lifespan, settings, server)
    app = FastAPI(title="graphsvc", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.entry, app.state.is_local = entry_of(settings), settings.is_local
    app.state.book = ActBook(settings.access)
    app.add_middleware(Door)
    app.add_middleware(GZipMiddleware, minimum_size=1_024, compresslevel=5)
    # A name that an attacker's site points at this address must not read the graph through a visitor's browser.
    names = [*_LOOPBACK, settings.host, *settings.names]
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)
    app.add_middleware(SecurityHeaders)
    for kind in (GraphsvcError, ClientDisconnect, Exception):
        app.add_exception_handler(kind, told)
    for router in (
        health.router,
        login.router,
        canvas.router,
        completion.router,
        audit_webhook.router,
        firehose.router,
        pubsub.router,
        otlp.router,
        neo4j_browser.router,
        graphql_router(build_schema()),
    ):
        app.include_router(router)
    if (_PAGE / "index.html").exists():
        for name in PAGES:
            app.add_api_route(f"/{name}", _page, methods=["GET", "HEAD"], include_in_schema=False)
        app.frontend("/", directory=_PAGE, fallback="404.html")
    return app


async def _page() -> FileResponse:
    return FileResponse(_PAGE / "index.html")


@asynccontextmanager
async def _lifespan(settings: Settings, server: OwnServer | None, app: FastAPI) -> AsyncIterator[None]:
    with archive_in_use(settings.archive), Store(settings.neo4j_uri, **settings.neo4j_login) as store:
        migrate(store)
        require_none(store)
        threads = _assemble(settings, server, store, app.state)
        app.state.book.note(Did.STARTED, local_viewer(), on=", ".join(sorted(settings.model_fields_set)))
        for problem in app.state.status.problems():
            log.error("not_ready", subject=problem.subject, problem=problem.text)
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for thread in reversed(threads):
                thread.stop()


def require_usable(settings: Settings) -> None:
    """Raise what is wrong with them, before anything is started for nothing."""
    choose_noise_rules(**settings.noise)
    open_atlas(settings.named_networks, settings.geo)
    settings.ages.require_memory_of(d.window for d in _ours(settings))


def _ours(settings: Settings) -> tuple[Detection, ...]:
    return load_detections(settings.detection_parameters, own_files(settings.own_detections))


def _assemble(
    settings: Settings, server: OwnServer | None, store: Store, state: State
) -> Sequence[ArchiveIntake | Worker]:
    """Fills the state that requests see; returns what has to be started."""
    reader, detections = Reader(store), _ours(settings)
    rules = choose_noise_rules(**settings.noise)
    rule_of = noise_filter(rules)
    atlas = open_atlas(settings.named_networks, settings.geo)
    writer = Writer(store, atlas=atlas)
    pipeline = _pipeline(settings, writer, None, rule_of)
    wake = threading.Event()
    intake = ArchiveIntake(settings.archive, writer, pipeline, wake, settings.spool_mb << 20)
    settings.ages.require_memory_of(d.window for d in detections)
    retention = RetentionRounds(
        Retention(store, settings.ages).steps,
        ArchiveAge(settings.archive, Writer(store), age=settings.keep_archive_ms, size=settings.archive_mb << 20).steps,
        is_busy=lambda: intake.waiting > 0,
    )
    files = partial(own_files, settings.own_detections)
    own = OwnDetections(
        files,
        settings.detection_parameters,
        Gate(store),
        memory=settings.ages.sightings,
        on_change=lambda names: state.book.note(Did.CHANGED_DETECTIONS, local_viewer(), on=", ".join(names)),
    )
    engine = Engine(store, reader, detections, own=own, learning=settings.learning_ms)
    auditor = Writer(store, atlas=atlas)
    audit = ArchiveAudit(settings.archive, auditor, Recall(store))
    audited = AuditRounds(audit, _pipeline(settings, auditor, None, rule_of), wake.set)
    guard = Neo4jGuard(server, store, settings.data, intake.look_again) if server else None
    if again := resume(store):
        log.info("batches_resumed", batches=again)
    workers = [
        _detection(engine, wake),
        *_listening(settings, store, reader, intake),
        Worker("retention", retention.run),
        Worker("audit", audited.run),
        Worker("acts", partial(_keep_acts, state.book, store)),
        *_following(
            settings,
            _pipeline(settings, Writer(store, atlas=atlas), Archive(settings.archive), rule_of),
            wake,
        ),
        *([Worker("neo4j", guard.look)] if guard else []),
    ]
    status = Status(
        store, intake, [intake.spool.worker, intake.worker, *workers], guard, ArchiveGap(settings.archive, store)
    )
    state.store, state.intake, state.retention, state.audit, state.status = store, intake, retention, audited, status
    state.credentials, state.reception = _credentials(settings, state.entry), Reception(intake, pipeline.cleaned)
    state.token_checks, state.browser_url = CapacityLimiter(_TOKENS_CHECKED_AT_ONCE), settings.neo4j_browser_url
    state.context_of = _contexts(settings, status, reader, engine, own, state.book)
    return (intake, *workers)


def _contexts(
    settings: Settings, status: Status, reader: Reader, engine: Engine, own: OwnDetections, book: ActBook
) -> Callable[[Viewer], Context]:
    """What whoever asks may use, made for each request: what is dear to make is shared."""
    rules, store = choose_noise_rules(**settings.noise), status.store
    noise = NoiseRules(choose_noise_rules(own=settings.noise_rules), frozenset(rule.name for rule in rules))
    dropped = DroppedReader(settings.archive, noise_filter(rules), settings.proxies)
    raw_event, acts = _raw_events(settings.archive), ActReader(store)

    def context_of(viewer: Viewer) -> Context:
        scope = viewer.scope
        within = reader.within(scope)
        alerts = AlertReader(store, within)
        return Context(
            viewer=viewer,
            looked_at=lambda call: book.note(Did.READ_BODY, viewer, on=call),
            acts=acts,
            reader=within,
            alerts=alerts,
            stories=StoryReader(store, alerts, scope),
            pictures=PictureReader(within, alerts),
            detections=lambda: engine.detections,
            faults=lambda: own.faults,
            definitions=lambda: {d.slug: d for d in (*engine.detections, *OF_THE_SERVICE)},
            states=lambda: load_states(store),
            noise=noise,
            raw_event=raw_event,
            rejected=RejectedReader(store, scope),
            dropped=dropped,
            problems=status.problems,
            receipts=ReceiptReader(store, scope),
            coverage=CoverageReader(store, scope),
        )

    return context_of


def _pipeline(
    settings: Settings, writer: Writer, archive: Archive | None, rule_of: Callable[[CallPath], str]
) -> Pipeline:
    """With a writer of its own: none is for several threads."""
    return Pipeline(writer, archive, rule_of, without_arguments=settings.redact_commands, proxies=settings.proxies)


def _detection(engine: Engine, wake: threading.Event) -> Worker:
    """Batches of other processes are found by looking."""

    def look(stopping: threading.Event) -> float:
        engine.run_waiting(lambda _: worker.went_well(), stop=stopping.is_set)
        return _DETECTION_IDLE

    worker = Worker("detection", look, wake=wake)
    return worker


def entry_of(settings: Settings) -> Entry:
    """Who may come in, by what the data folder holds."""
    folder = settings.access
    sessions = Sessions(folder, idle=settings.session_idle_ms, longest=settings.session_longest_ms)
    return Entry(folder, Tokens(folder), sessions, _company(settings))


def _company(settings: Settings) -> CompanyLogin | None:
    if not settings.oidc_issuer:
        return None
    return CompanyLogin(
        Provider(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret.get_secret_value(),
            settings.oidc_audience or settings.oidc_client_id,
            settings.oidc_groups_claim,
            settings.oidc_roles,
        )
    )


def _keep_acts(book: ActBook, store: Store, _stopping: threading.Event) -> float:
    """Makes nodes of what was done to the service itself; the seconds until it looks again."""
    if acts := book.waiting():
        write_acts(store, [msgspec.to_builtins(act) for act in acts])
        book.settled()
    return _ACTS_IDLE


def _credentials(settings: Settings, entry: Entry) -> Credentials:
    tokens = {c: [token.get_secret_value() for token in found] for c, found in settings.audit_tokens.items()}
    senders = settings.pubsub_senders
    google = GoogleTokens(settings.pubsub_jwks_url, settings.pubsub_audience, senders) if senders else None
    return Credentials(tokens, google, entry, settings.cluster)


def _listening(settings: Settings, store: Store, reader: Reader, intake: ArchiveIntake) -> list[Worker]:
    """What waits on disk was heard, though the graph does not know."""
    if not settings.silent_after_ms:
        return []
    watch = SilenceWatch(store, reader, settings.silent_after_ms, lambda: intake.waiting_since or now())
    return [Worker("silence", watch.look)]


def _following(settings: Settings, pipeline: Pipeline, wake: threading.Event) -> list[Worker]:
    """What the setting `follow` names."""
    reading = Reading(default=settings.cluster)

    def told(problem: str) -> None:
        log.warning("follow_failed", problem=problem)

    if not settings.follow:
        return []
    pipeline.is_live = True
    follower = Follower(settings.follow, pipeline, reading, on_taken=lambda _: wake.set(), tell=told)
    return [Worker("follow", partial(follow_once, [follower]))]


def _raw_events(folder: Path) -> Callable[[str], Any]:
    def raw_event(place: str) -> Any:
        """The redacted event, or None when the archive does not have it any more."""
        try:
            return decoded(msgspec.json.decode, read_record(folder, place).raw)
        except (ArchiveError, msgspec.DecodeError):
            return None

    return raw_event
