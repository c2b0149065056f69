"""The way to Neo4j Browser, with the favourites and the style that go with this graph."""

import io
import zipfile
from functools import lru_cache
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from graphsvc.graph.bolt_address import BoltAddress
from graphsvc.graph.queries import cypher_folder
from graphsvc.web.answers import error_response

router = APIRouter(prefix="/browser", tags=["browser"])


@router.get("/", summary="Neo4j Browser, connected to this database")
def browser(request: Request) -> Response:
    address, store = request.app.state.browser_url, request.app.state.store
    if not address:
        return error_response(
            404, "NO_BROWSER", "no Neo4j Browser: set GRAPHSVC_NEO4J_BROWSER_URL, or GRAPHSVC_NEO4J_HTTP_PORT"
        )
    bolt = BoltAddress(store.uri, store.user).whole  # without the password: addresses end up in histories and logs
    method = "NATIVE" if store.user else "NO_AUTH"
    link = f"{address.rstrip('/')}/browser/?dbms={quote(bolt, safe='')}&preselectAuthMethod={method}"
    return RedirectResponse(link, 307)


@router.get("/favourites.zip", summary="Saved questions: drop the file on the Browser's favourites")
def favourites() -> Response:
    return Response(_favourites(), media_type="application/zip")


@router.get("/style.grass", summary="Colours of the graph: drop the file on the Browser's window")
def style() -> Response:
    return Response((cypher_folder() / "favourites" / "style.grass").read_bytes(), media_type="text/plain")


@lru_cache(maxsize=1)
def _favourites() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((cypher_folder() / "favourites").glob("*.cypher")):
            archive.write(file, f"graphsvc/{file.name}")
    return packed.getvalue()
