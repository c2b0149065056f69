"""A real syslog-ng posts lines of a log to the webhook, with the configuration of docs/webhook.md."""

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.builders import an_event, raw
from tests.service import serving
from tests.web.posts import metric, total, wait_for

DOCS = Path(__file__).parents[2] / "docs" / "webhook.md"
SYSLOG_NG = shutil.which("syslog-ng") or shutil.which("syslog-ng", path="/usr/sbin")


def configuration(url, log):
    """What the page shows, for this service and this file."""
    (found,) = re.findall(r"```\n(@version.*?)```", DOCS.read_text(), re.DOTALL)
    token = url.headers["authorization"].partition(" ")[2]
    ours = {"https://graphsvc.example": url.bare, "/var/log/kubernetes/audit.log": str(log), "<token>": token}
    for shown, own in ours.items():
        found = found.replace(shown, own)
    return found


@pytest.mark.skipif(SYSLOG_NG is None, reason="syslog-ng is not installed: apt-get install syslog-ng-mod-http")
def test_syslog_ng_posts_lines(store, neo4j_uri, tmp_path):
    log, state = tmp_path / "audit.log", tmp_path / "state"
    state.mkdir()
    events = [raw(an_event(auditID=f"id-{number}", userAgent="x" * 20_000)) for number in range(300)]
    log.write_bytes(b"\n".join([*events, b"I1124 09:00:02.958464       1 a.go:1] one", b"{}"]) + b"\n")
    with serving(neo4j_uri, tmp_path / "data") as url:
        (tmp_path / "syslog-ng.conf").write_text(configuration(url, log))
        places = [f"--{name}={state / name}" for name in ("persist-file", "pidfile", "control")]
        command = [SYSLOG_NG, "--foreground", "--no-caps", f"--cfgfile={tmp_path / 'syslog-ng.conf'}", *places]
        with (tmp_path / "said").open("w") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            wait_for(lambda: total_of(url) == 300)
        finally:
            process.terminate()
            process.wait(30)


def total_of(url):
    with httpx.Client(base_url=url) as client:
        return total(client) if metric(client, 'graphsvc_records_total{outcome="rejected"}') == 2 else 0
