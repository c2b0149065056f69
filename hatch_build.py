"""Puts the page and the queries into a wheel, and refuses to build one without them: a wheel that serves no page looks
whole until somebody opens it. An editable install reads both from the repository, so nothing is done for it.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompleteBuild(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        page = root / "graphsvc" / "web" / "page" / "index.html"
        if not page.exists():
            _build_page(root / "frontend")
        if not page.exists():
            message = f"{page.relative_to(root)} is missing: run `make page`, which needs Node 20 or newer"
            raise FileNotFoundError(message)
        if self.target_name == "wheel":
            build_data["force_include"][str(root / "cypher")] = "graphsvc/cypher"


def _build_page(frontend: Path) -> None:
    npm = shutil.which("npm")
    if npm and (frontend / "package.json").exists():
        subprocess.run([npm, "ci"], cwd=frontend, check=True)  # noqa: S603 - npm as found on PATH
        subprocess.run([npm, "run", "build"], cwd=frontend, check=True)  # noqa: S603
