"""A time, perhaps a name, then the message: CloudWatch export tasks, `aws logs tail`, files of Fluentd."""

import re
from collections.abc import Iterator
from typing import Any

from graphsvc.ingest.record.loss import tells_of_loss
from graphsvc.ingest.record.wrapping import FOREIGN, Format, Part, moment_of

_TIME = rb"(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))[ \t]"
_LINE = re.compile(_TIME + rb"(?:[\w./-]+[ \t])?([\[{].*|[IWEF]\d{4} .*)", re.DOTALL)
# Other streams of an EKS log group hold lines of whatever kind.
_FOREIGN_LINE = re.compile(
    _TIME
    + rb"(?:kube-apiserver-(?!audit-)|(?:authenticator|(?:kube|cloud)-controller-manager|kube-scheduler)-)[\w./-]+[ \t]"
)


def _recognises(value: Any) -> bool:
    return (_FOREIGN_LINE.match(value) or _LINE.match(value)) is not None


def _unwrap(value: Any) -> Iterator[Part]:
    found = _FOREIGN_LINE.match(value)
    if found and tells_of_loss(value.decode("utf-8", "replace")):
        yield Part(value[found.end() :], time=moment_of(found[1].decode()))
    elif found:
        yield Part(value, time=moment_of(found[1].decode()), rule=FOREIGN)
    elif found := _LINE.match(value):
        yield Part(found[2], time=moment_of(found[1].decode()), may_be_cut=True)
    else:
        yield Part(value)


FORMAT = Format(
    "cloudwatch-export",
    "Amazon EKS: CloudWatch export files, `aws logs tail`; also files of Fluentd",
    _recognises,
    _unwrap,
    text=True,
)
