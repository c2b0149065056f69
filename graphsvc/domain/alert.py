"""Alerts: what a detection fired for, gathered by who did what."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.domain.detection import Detection, DetectionKind, Severity
from graphsvc.domain.path import Path

NOBODY = "(unauthenticated)"


class AlertStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


@dataclass(frozen=True)
class Occurrence:
    """One firing of a detection, on one call, or on none where that is what is wrong. `evidence` are the calls that it
    rests on besides, in order.

    `thing` is what its alert is about, `what` this very object. `habit` names who did what from where, `repeat` also
    on which thing with which client: who does it every day, or again on the same day, is less loud, where the detection
    says so.
    """

    detection: Detection
    call: str
    audit_id: str
    time: int
    cluster: str
    who: str
    what: str
    thing: str
    where: str
    severity: Severity
    because: str = ""
    evidence: tuple[str, ...] = ()
    audit_ids: tuple[str, ...] = ()  # of the evidence
    habit: str = ""
    repeat: str = ""

    @property
    def subject(self) -> str:
        """Occurrences with the same subject belong to one alert while it is open."""
        return _digest(self.detection.slug, self.cluster, self.who, self.thing)

    @property
    def alert_id(self) -> str:
        """The id of the alert that this occurrence opens, the same in every run."""
        return _digest(self.subject, self.call or str(self.time))


def worth_an_alert(fired: Sequence[Occurrence]) -> list[Occurrence]:
    """Without those that say nothing more: of a general detection where a more specific one fired on the same call, of
    an anomaly that is told already. What only informs is no alert: the picture would be full of them.
    """
    by_call: dict[str, list[Occurrence]] = {}
    for occurrence in fired:
        by_call.setdefault(occurrence.call, []).append(occurrence)
    return [o for o in fired if _says_more(o, by_call[o.call])]


def _says_more(occurrence: Occurrence, own: Sequence[Occurrence]) -> bool:
    codes = {o.detection.code for o in own}
    is_general = not codes.isdisjoint(occurrence.detection.under)
    return occurrence.severity is not Severity.INFO and not is_general and not _is_told_already(occurrence, own)


def _is_told_already(occurrence: Occurrence, own: Sequence[Occurrence]) -> bool:
    """Whether what is new about a call is neither louder nor of another technique than what is wrong with it anyway. A
    detection that names no technique, as a user's own may, does not say what another would have to tell.
    """
    techniques = set(occurrence.detection.technique)
    if occurrence.detection.kind is not DetectionKind.ANOMALY or not techniques:
        return False
    others = [o for o in own if o.detection.kind is not DetectionKind.ANOMALY]
    as_loud = [o.detection for o in others if o.severity.rank <= occurrence.severity.rank]
    return bool(as_loud) and {t for d in as_loud for t in d.technique} >= techniques


def who_of(path: Path) -> str:
    """`chloe as system:admin`; on EKS the cloud identity says more than a username that many share."""
    who = path.user or NOBODY
    if path.cloud_user:
        who = f"{who} ({path.cloud_user})"
    return f"{who} as {path.impersonated_user}" if path.impersonated_user else who


def what_of(path: Path, name: str) -> str:
    """`exec storefront/pods/web-1`, `ListSecrets secrets`."""
    return f"{path.action} {path.resource_name}/{name}" if name else f"{path.action} {path.resource_name}"


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=12).hexdigest()
