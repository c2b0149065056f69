"""Names of container images, written out in full so that `nginx` and `docker.io/library/nginx:1.27` are the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    registry: str
    repository: str  # with its registry


def parse_image(reference: str) -> Image:
    name = reference.split("@", 1)[0]
    head, _, rest = name.partition("/")
    hosted = bool(rest) and ("." in head or ":" in head or head == "localhost")
    registry, repository = (head, rest) if hosted else ("docker.io", name)
    repository = _without_tag(repository)
    if not hosted and "/" not in repository:
        repository = f"library/{repository}"
    return Image(registry, f"{registry}/{repository}")


def _without_tag(repository: str) -> str:
    last = repository.rsplit("/", 1)[-1]
    return repository[: -len(last)] + last.split(":", 1)[0]
