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

from graphsvc import __version__
from graphsvc.api.context import Context
from graphsvc.api.noise import NoiseRules
from graphsvc.api.schema import build_schema
from graphsvc.detection.definition import load_detections
from graphsvc.detection.engine import Engine
from graphsvc.domain.depth import decoded
from graphsvc.domain.noise import noise_filter
from graphsvc.domain.path import Path as CallPath
from graphsvc.errors import ArchiveError, GraphsvcError
from graphsvc.graph.migration import migrate
from graphsvc.graph.read.alerts import AlertReader
from graphsvc.graph.read.picture import PictureReader
from graphsvc.graph.read.reader import Reader
from graphsvc.graph.read.recall import Recall
from graphsvc.graph.read.rejected import RejectedReader
from graphsvc.graph.store import Store
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
from graphsvc.ingest.record.reading import Reading
from graphsvc.settings import Settings
from graphsvc.web import audit_webhook, canvas, completion, firehose, health, neo4j_browser, otlp, pubsub
from graphsvc.web.answers import told
from graphsvc.web.credentials import Credentials
from graphsvc.web.google_tokens import GoogleTokens
from graphsvc.web.graphql import graphql_router
from graphsvc.web.intake import ArchiveIntake
from graphsvc.web.neo4j_guard import Neo4jGuard, OwnServer
from graphsvc.web.reception import Reception
from graphsvc.web.security import SecurityHeaders
from graphsvc.web.status import Status
from graphsvc.web.worker import Worker

log = structlog.get_logger()

_PAGE = Path(__file__).with_name("page")
_PAGES = ("polygraph", "alerts", "detections", "clusters", "intake")  # any other address is 404, with the page's words
_TOKENS_CHECKED_AT_ONCE = 4  # while Google's keys cannot be had each takes seconds, and others need threads too
_DETECTION_IDLE = 2.0  # seconds
_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]


def create_app(settings: Settings, server: OwnServer | None = None) -> FastAPI:
    """The application for a database that `settings.neo4j_uri` names; `server` is it, when graphsvc started it."""
    lifespan = partial(_lifespan, settings, server)
    app = FastAPI(title="graphsvc", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(GZipMiddleware, minimum_size=1_024, compresslevel=5)
    if not settings.open_to_network:
        # A name that an attacker's site points at 127.0.0.1 must not read the graph through a visitor's browser.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK, settings.host], www_redirect=False)
    for kind in (GraphsvcError, Exception):
        app.add_exception_handler(kind, told)
    for router in (
        health.router,
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
        for name in _PAGES:
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
    settings.ages.require_memory_of(d.window for d in load_detections(settings.detection_parameters))


def _assemble(
    settings: Settings, server: OwnServer | None, store: Store, state: State
) -> Sequence[ArchiveIntake | Worker]:
    """Fills the state that requests see; returns what has to be started."""
    reader, detections = Reader(store), load_detections(settings.detection_parameters)
    rules = choose_noise_rules(**settings.noise)
    rule_of = noise_filter(rules)
    writer = Writer(store, networks=settings.named_networks)
    pipeline = _pipeline(settings, writer, None, rule_of)
    wake = threading.Event()
    intake = ArchiveIntake(settings.archive, writer, pipeline, wake, settings.spool_mb << 20)
    settings.ages.require_memory_of(d.window for d in detections)
    retention = RetentionRounds(
        Retention(store, settings.ages).steps,
        ArchiveAge(settings.archive, Writer(store), age=settings.keep_archive_ms, size=settings.archive_mb << 20).steps,
        is_busy=lambda: intake.waiting > 0,
    )
    engine = Engine(store, reader, detections, learning=settings.learning_ms)
    auditor = Writer(store, networks=settings.named_networks)
    audit = ArchiveAudit(settings.archive, auditor, Recall(store))
    audited = AuditRounds(audit, _pipeline(settings, auditor, None, rule_of), wake.set)
    guard = Neo4jGuard(server, store, settings.data, intake.look_again) if server else None
    if again := resume(store):
        log.info("batches_resumed", batches=again)
    workers = [
        _detection(engine, wake),
        Worker("retention", retention.run),
        Worker("audit", audited.run),
        *_following(
            settings,
            _pipeline(settings, Writer(store, networks=settings.named_networks), Archive(settings.archive), rule_of),
            wake,
        ),
        *([Worker("neo4j", guard.look)] if guard else []),
    ]
    status = Status(
        store, intake, [intake.spool.worker, intake.worker, *workers], guard, ArchiveGap(settings.archive, store)
    )
    state.store, state.intake, state.retention, state.audit, state.status = store, intake, retention, audited, status
    state.credentials, state.reception = _credentials(settings), Reception(intake, pipeline.cleaned)
    state.token_checks, state.browser_url = CapacityLimiter(_TOKENS_CHECKED_AT_ONCE), settings.neo4j_browser_url
    alerts = AlertReader(store, reader)
    state.context = Context(
        reader=reader,
        alerts=alerts,
        pictures=PictureReader(reader, alerts),
        detections=detections,
        states=lambda: load_states(store),
        noise=NoiseRules(choose_noise_rules(own=settings.noise_rules), frozenset(rule.name for rule in rules)),
        raw_event=_raw_events(settings.archive),
        rejected=RejectedReader(store),
        dropped=DroppedReader(settings.archive, rule_of, settings.proxies),
        problems=status.problems,
    )
    return (intake, *workers)


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


def _credentials(settings: Settings) -> Credentials:
    tokens = {c: [token.get_secret_value() for token in found] for c, found in settings.audit_tokens.items()}
    senders = settings.pubsub_senders
    google = GoogleTokens(settings.pubsub_jwks_url, settings.pubsub_audience, senders) if senders else None
    return Credentials(tokens, google, settings.cluster)


def _following(settings: Settings, pipeline: Pipeline, wake: threading.Event) -> list[Worker]:
    """What the setting `follow` names."""
    reading = Reading(default=settings.cluster)

    def told(problem: str) -> None:
        log.warning("follow_failed", problem=problem)

    if not settings.follow:
        return []
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
