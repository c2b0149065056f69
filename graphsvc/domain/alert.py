"""Alerts: what a detection fired for, gathered by who did what."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from graphsvc.domain.detection import Detection, Severity
from graphsvc.domain.path import Path

NOBODY = "(unauthenticated)"


class AlertStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"


@dataclass(frozen=True)
class Occurrence:
    """One firing of a detection, on one call. `evidence` are the calls that it rests on besides, in order.

    `habit` names who did what from where: whoever does it every day is less loud, where the detection says so.
    """

    detection: Detection
    call: str
    audit_id: str
    time: int
    cluster: str
    who: str
    what: str
    where: str
    severity: Severity
    because: str = ""
    evidence: tuple[str, ...] = ()
    audit_ids: tuple[str, ...] = ()  # of the evidence
    habit: str = ""

    @property
    def subject(self) -> str:
        """Occurrences with the same subject belong to one alert while it is open."""
        return _digest(self.detection.slug, self.cluster, self.who, self.what)

    @property
    def alert_id(self) -> str:
        """The id of the alert that this occurrence opens, the same in every run."""
        return _digest(self.subject, self.call)


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
