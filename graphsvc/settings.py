"""Every knob, in one place: environment `GRAPHSVC_*`, or the TOML file that GRAPHSVC_CONFIG names.

Read once, by the command line and by the web application; everything below is given plain values.
"""

import os
import re
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

from pydantic import (
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from graphsvc.access.group_rights import GroupRights
from graphsvc.domain.address import Networks
from graphsvc.domain.ages import Ages
from graphsvc.domain.atlas import NamedNetworks
from graphsvc.domain.standing import KINDS_OF_NETWORK
from graphsvc.errors import SettingsError

PREFIX = "GRAPHSVC_"
CONFIG = "GRAPHSVC_CONFIG"

_COUNTED = ", counted back from the newest call; 0: for ever."
_UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_AGES = (
    "keep_calls",
    "keep_counters",
    "keep_objects",
    "keep_sightings",
    "keep_rejected",
    "keep_acts",
    "keep_alerts",
    "fold_after",
)


def _folder(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "graphsvc"


def _milliseconds(duration: str) -> int:
    return 0 if duration == "0" else int(duration[:-1]) * _UNITS[duration[-1]]


class Settings(BaseSettings):
    """Values are frozen; unknown names are refused."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(
        default_factory=lambda: _folder("XDG_DATA_HOME", ".local/share"),
        description="Folder of the archive and of its own Neo4j's data.",
    )
    cache: Path = Field(
        default_factory=lambda: _folder("XDG_CACHE_HOME", ".cache"),
        description="Folder of the assembled Neo4j, shared by all data folders.",
    )
    neo4j_uri: str = Field(
        "",
        repr=False,
        description="A running Neo4j, such as bolt://127.0.0.1:7687; it may carry a login, as in "
        "bolt://user:password@127.0.0.1:7687, with special characters written as in any URL. "
        "Empty: one of its own, in Docker or embedded.",
    )
    neo4j_user: str = Field("", description="User of that Neo4j. Empty: that of the address, or no login.")
    neo4j_password: SecretStr = Field(SecretStr(""), description="Password of that user.")
    neo4j_database: str = Field("neo4j", description="Name of the database.")
    neo4j_browser_url: str = Field(
        "", description="Address of Neo4j Browser, for the page's link. Empty: that of its own Neo4j."
    )
    neo4j_docker: bool = Field(
        default=True, description="Use a container where a Docker daemon runs, rather than the embedded Neo4j."
    )
    neo4j_bolt_port: int = Field(7687, ge=0, le=65_535, description="Bolt port of its own Neo4j; 0 chooses a free one.")
    neo4j_http_port: int = Field(
        7474, ge=0, le=65_535, description="Port of its own Neo4j's Browser; 0 leaves the Browser out."
    )
    neo4j_heap_mb: int = Field(1_024, ge=256, description="Heap of its own Neo4j, in MiB.")
    neo4j_page_cache_mb: int = Field(512, ge=16, description="Page cache of its own Neo4j, in MiB.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8_000, ge=1, le=65_535, description="Port of the web server.")
    names: list[str] = Field(
        default_factory=list,
        description='Names under which others reach the web server, such as ["graphsvc.example.com"]: requests for '
        "other names are refused. Those of this machine's loopback and `host` are always among them.",
    )
    tls_cert: Path | None = Field(None, description="File of the TLS certificate and its chain, as PEM.")
    tls_key: Path | None = Field(None, description="File of its private key, as PEM.")
    behind_proxy: list[IPvAnyNetwork] = Field(
        [],
        description="Networks of proxies in front of the web server that speak TLS, such as 10.0.0.0/8: what they say "
        "of who connects, and how, is believed.",
    )
    oidc_issuer: str = Field(
        "", description="Issuer of a company's own login (OpenID Connect), such as https://id.example.com/realms/it."
    )
    oidc_client_id: str = Field("", description="How the issuer knows this service.")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="Its secret there. Empty: a public client.")
    oidc_audience: str = Field("", description="Audience of bearer tokens of that login. Empty: `oidc_client_id`.")
    oidc_groups_claim: str = Field("groups", description="Claim that names groups.")
    oidc_roles: dict[str, GroupRights] = Field(
        default_factory=dict,
        description="Role of each group, as a JSON object; the first that somebody is in counts: "
        '{"secops": "admin", "shop": {"role": "viewer", "clusters": ["prod"], "namespaces": ["shop"]}}.',
    )
    session_idle: str = Field("12h", description="How long a browser stays signed in without asking anything.")
    session_longest: str = Field("7d", description="How long a browser stays signed in at most.")
    cluster: str = Field("default", min_length=1, description="Cluster of logs and posts that do not say otherwise.")
    audit_tokens: dict[str, list[SecretStr]] = Field(
        default_factory=dict,
        description="Token of each cluster that posts, or a list of tokens of which each is valid, as a JSON object. "
        "Tokens of `graphsvc token new --role ingest` are valid, too.",
    )
    pubsub_senders: dict[str, list[str]] = Field(
        default_factory=dict,
        description="Service account that a Pub/Sub push subscription signs in as, and its cluster, or a list of "
        "clusters among which the log entry may say (project/location/cluster), as a JSON object.",
    )
    pubsub_audience: str = Field("", description="Audience of those subscriptions' tokens.")
    pubsub_jwks_url: str = Field(
        "https://www.googleapis.com/oauth2/v3/certs", description="Public keys of whoever signs those tokens."
    )
    spool_mb: int = Field(
        4_096,
        ge=1,
        description="How much of the archive, in MiB, may wait for the database before posts are put off with 429.",
    )
    follow: list[str] = Field(
        default_factory=list,
        description="Logs that `serve` follows, as a JSON list of files, folders and patterns. See docs/sources.md.",
    )
    s3_endpoint: str = Field(
        "", description="Address of an S3-compatible store. Empty: as AWS's own settings say, else AWS."
    )
    trusted_proxies: list[IPvAnyNetwork] = Field(
        [],
        description="Networks of proxies in front of API servers, such as 10.0.0.0/8: the source address of a call is "
        "the last one that is none of them. All before it can be made up by callers.",
    )
    networks: dict[str, list[IPvAnyNetwork]] = Field(
        default_factory=dict,
        description='Networks with a name, such as {"office": ["203.0.113.0/24"]}, as a JSON object: `network` of the '
        "paths from there, for detections and your own questions. It holds for paths that are written from then on.",
    )
    geo: list[Path] = Field(
        default_factory=list,
        description="Files in MaxMind's format (mmdb) that tell countries and AS numbers of addresses, such as "
        "GeoLite2's, DB-IP's or IPinfo's, as a JSON list. It holds for paths that are written from then on.",
    )
    noise_filter: bool = Field(default=True, description="Drop, and count, calls that the noise rules name.")
    noise_off: list[str] = Field(
        default_factory=list, description='Noise rules that are switched off, as a JSON list of names; ["*"] is all.'
    )
    noise_rules: Path | None = Field(None, description="TOML file of noise rules of your own, which come first.")
    redact_commands: bool = Field(
        default=False,
        description="Keep only the first word of commands run in containers, not just cut passwords out of them.",
    )
    learning: str = Field(
        "1d", description="How long after a cluster was first heard of anomalies only learn: 90s, 10m, 12h, 7d."
    )
    silent_after: str = Field(
        "15m",
        description="How long nothing of a cluster that sends what happens as it happens has to come until that is an "
        "alert, `GS-02`; and twice as long as is usual for it. 0: never.",
    )
    keep_calls: str = Field("0", description=f"How long calls are kept{_COUNTED}")
    keep_counters: str = Field("0", description=f"How long counts by path are kept{_COUNTED}")
    keep_objects: str = Field("0", description=f"How long object names and commands are searchable{_COUNTED}")
    keep_sightings: str = Field("180d", description=f"How long anomalies remember what was not seen again{_COUNTED}")
    keep_alerts: str = Field("0", description=f"How long alerts and the calls they rest on are kept{_COUNTED}")
    keep_acts: str = Field("400d", description="How long is kept who did what to graphsvc itself; 0: for ever.")
    keep_rejected: str = Field("30d", description="How long records that could not be read are kept; 0: for ever.")
    fold_after: str = Field("2d", description="Days older than this are kept as sums; 0: never.")
    keep_archive: str = Field("90d", description="How long archived events are kept, as 12h or 90d; 0: for ever.")
    archive_mb: int = Field(20_480, ge=0, description="Most MiB of archived events; the oldest go first. 0: no limit.")
    detections: Path | None = Field(
        None,
        description="Folder of your own detections, beside ours: see docs/detections.md. "
        "Empty: `detections` in the data folder.",
    )
    detection_parameters: dict[str, Any] = Field(
        default_factory=dict,
        description="Parameters of detections, as `slug.name` or `name`, as a JSON object.",
    )

    @field_validator("learning", "silent_after", "keep_archive", "session_idle", "session_longest", *_AGES)
    @classmethod
    def _is_duration(cls, value: str) -> str:
        if not re.fullmatch(r"\d+[smhd]|0", value):
            raise ValueError("a number with s, m, h or d, such as 90s or 1d")
        return value

    @field_validator("audit_tokens", "pubsub_senders", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: item if isinstance(item, list) else [item] for key, item in value.items()}

    @field_validator("networks")
    @classmethod
    def _names_are_free(cls, value: dict[str, list[IPvAnyNetwork]]) -> dict[str, list[IPvAnyNetwork]]:
        if taken := sorted(set(value) & KINDS_OF_NETWORK):
            raise ValueError(f"{', '.join(taken)} has a meaning of its own: choose another name")
        return value

    @field_validator("audit_tokens")
    @classmethod
    def _tokens_tell_clusters_apart(cls, value: dict[str, list[SecretStr]]) -> dict[str, list[SecretStr]]:
        owners: dict[str, str] = {}
        for cluster, tokens in value.items():
            for token in (found.get_secret_value().strip() for found in tokens):
                if not cluster or not token or not token.isascii():
                    raise ValueError("a cluster or a token is empty, or a token has letters that no header can carry")
                if owners.setdefault(token, cluster) != cluster:
                    raise ValueError(f"{owners[token]} and {cluster} have the same token: it must name one cluster")
        return value

    @model_validator(mode="after")
    def _senders_are_whole(self) -> Self:
        if self.pubsub_senders and not self.pubsub_audience:
            raise ValueError("pubsub_senders needs pubsub_audience: tokens made for others must not be taken")
        if not all(self.audit_tokens.values()) or not all(c and all(c) for c in self.pubsub_senders.values()):
            raise ValueError("every cluster of audit_tokens needs a token, every account of pubsub_senders a cluster")
        return self

    @model_validator(mode="after")
    def _login_is_whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_roles):
            raise ValueError("oidc_issuer needs oidc_client_id, and oidc_roles to say what its groups may do")
        return self

    @field_validator("follow")
    @classmethod
    def _are_files(cls, names: list[str]) -> list[str]:
        if any(name.startswith("s3://") or name == "-" for name in names):
            raise ValueError("files, folders and patterns; run `graphsvc ingest --follow` for a bucket")
        return names

    @property
    def learning_ms(self) -> int:
        return _milliseconds(self.learning)

    @property
    def session_idle_ms(self) -> int:
        return _milliseconds(self.session_idle)

    @property
    def session_longest_ms(self) -> int:
        return _milliseconds(self.session_longest)

    @property
    def silent_after_ms(self) -> int:
        return _milliseconds(self.silent_after)

    @property
    def keep_archive_ms(self) -> int:
        return _milliseconds(self.keep_archive)

    @property
    def named_networks(self) -> NamedNetworks:
        return {name: tuple(networks) for name, networks in self.networks.items()}

    @property
    def proxies(self) -> Networks:
        return tuple(self.trusted_proxies)

    @property
    def noise(self) -> dict[str, Any]:
        """Which noise rules hold, as `choose_noise_rules` takes them."""
        return {"own": self.noise_rules, "off": self.noise_off if self.noise_filter else ["*"]}

    @property
    def ages(self) -> Ages:
        """How long everything is kept; raises SettingsError when that does not fit together."""
        return Ages(
            **{name.removeprefix("keep_").removesuffix("_after"): _milliseconds(getattr(self, name)) for name in _AGES}
        )

    @property
    def neo4j_login(self) -> dict[str, Any]:
        """User, password and database, as a store takes them."""
        password = self.neo4j_password.get_secret_value()
        return {"user": self.neo4j_user, "password": password, "database": self.neo4j_database}

    @property
    def own_detections(self) -> Path:
        return self.detections or self.data / "detections"

    @property
    def access(self) -> Path:
        return self.data / "access"

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine reaches the web server."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def archive(self) -> Path:
        return self.data / "archive"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then environment; the file is given as an argument's fallback by `load`."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load(**given: Any) -> Settings:
    """Settings from environment and file; `given` replaces both. Raises SettingsError that says what to do."""
    if unknown := _unknown_variables():
        raise SettingsError(f"unknown setting {', '.join(unknown)}: see docs/reference/settings.md")
    try:
        settings = Settings(**_file())
    except ValidationError as error:
        raise SettingsError(_told(error)) from None
    settings = settings.model_copy(update={k: v for k, v in given.items() if v is not None})
    _check_address(settings)
    _ = settings.ages  # says now what does not fit together
    return settings


def _unknown_variables() -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def _file() -> dict[str, Any]:
    name = os.environ.get(CONFIG)
    if not name:
        return {}
    try:
        return tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{name} ({CONFIG}): {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} ({CONFIG}): {error}") from None


def _told(error: ValidationError) -> str:
    return "; ".join(f"{PREFIX}{str(e['loc'][0] if e['loc'] else '*').upper()}: {e['msg']}" for e in error.errors())


def _check_address(settings: Settings) -> None:
    """An address that others reach needs TLS: tokens and sessions go over it."""
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise SettingsError("GRAPHSVC_TLS_CERT and GRAPHSVC_TLS_KEY belong together: set both")
    if settings.is_local:
        return
    if not settings.tls_cert and not settings.behind_proxy:
        raise SettingsError(
            f"{settings.host} can be reached by others, and whoever listens would read tokens: set GRAPHSVC_TLS_CERT "
            "and GRAPHSVC_TLS_KEY, or name the proxies that speak TLS in GRAPHSVC_BEHIND_PROXY, or listen on 127.0.0.1"
        )
    if not settings.names and _is_any(settings.host):
        raise SettingsError(
            f"{settings.host} is every address of this machine: set GRAPHSVC_NAMES to the names under which others "
            'reach it, such as ["graphsvc.example.com"]'
        )


def _is_any(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
