"""A time, perhaps a name, then the message: CloudWatch export tasks, `aws logs tail`, files of Fluentd."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.wrapping import FOREIGN, Format, Part, moment_of

_LINE = re.compile(
    rb"(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))[ \t](?:([\w./-]+)[ \t])?([\[{].*|[IWEF]\d{4} .*)", re.DOTALL
)
_AUDIT_STREAM = b"kube-apiserver-audit-"
_OTHER_STREAMS = (b"kube-apiserver-", b"authenticator-", b"kube-controller-manager-", b"cloud-controller-manager-",
                  b"kube-scheduler-")  # fmt: skip


def _recognises(value: Any) -> bool:
    return _LINE.match(value) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    found = _LINE.match(value)
    if not found:
        yield Part(value)
        return
    stream = found[2] or b""
    foreign = stream.startswith(_OTHER_STREAMS) and not stream.startswith(_AUDIT_STREAM)
    time = moment_of(found[1].decode())
    yield Part(value, time=time, rule=FOREIGN) if foreign else Part(found[3], time=time, may_be_cut=True)


FORMAT = Format(
    "cloudwatch-export",
    "Amazon EKS: CloudWatch export files, `aws logs tail`; also files of Fluentd",
    _recognises,
    _unwrap,
    text=True,
)
