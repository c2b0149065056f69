"""`graphsvc login`: an address that signs a browser in."""

import httpx

from graphsvc.access.entry import local_token
from graphsvc.errors import GraphsvcError
from graphsvc.settings import Settings, load


def login() -> None:
    """Asks the service that runs on this machine for an address that signs in once, within ten minutes."""
    settings = load()
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host if settings.is_local else '127.0.0.1'}:{settings.port}"
    try:
        print(_link(settings, address))
    except httpx.TransportError:
        raise GraphsvcError(
            f"nothing answers on {address}: start `graphsvc serve`, or set GRAPHSVC_PORT and GRAPHSVC_DATA as there"
        ) from None


def _link(settings: Settings, address: str) -> str:
    if settings.tls_cert:
        address = address.replace("http://", "https://")
    headers = {"authorization": f"Bearer {local_token(settings.access)}"}
    # The certificate is for the names that others use; this is the machine itself.
    answer = httpx.post(f"{address}/v1/links", headers=headers, timeout=10, verify=False)  # noqa: S501
    if answer.status_code != httpx.codes.OK:
        raise GraphsvcError(
            f"{address} answered {answer.status_code}: its data folder may be another one, see GRAPHSVC_DATA"
        )
    return str(answer.json()["url"])
