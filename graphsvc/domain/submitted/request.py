"""Requests for credentials: tokens of service accounts, and certificates with the name that they would carry."""

import base64
import binascii
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from graphsvc.domain.submitted.part import Part, a_list, a_map, a_text, texts


def read_token_request(body: dict[str, Any]) -> Part | None:
    spec = a_map(body.get("spec"))
    if not spec:
        return None
    bound = a_map(spec.get("boundObjectRef"))
    seconds = spec.get("expirationSeconds")
    return Part(
        "TokenRequest",
        {
            "audiences": texts(a_list(spec.get("audiences"))),
            "seconds": seconds if isinstance(seconds, int) else 0,
            "bound_kind": a_text(bound.get("kind")),
            "bound_name": a_text(bound.get("name")),
        },
    )


def read_certificate_request(body: dict[str, Any]) -> Part | None:
    spec = a_map(body.get("spec"))
    if "request" not in spec:
        return None
    name, organizations = _subject(a_text(spec.get("request")))
    return Part(
        "CertificateRequest",
        {
            "signer": a_text(spec.get("signerName")),
            "usages": texts(a_list(spec.get("usages"))),
            "name": name,
            "organizations": organizations,
        },
    )


def _subject(encoded: str) -> tuple[str, list[str]]:
    """Common name and organizations: the user and groups of whoever gets the certificate. Empty if unreadable."""
    try:
        subject = x509.load_pem_x509_csr(base64.b64decode(encoded)).subject
        names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        groups = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    except (ValueError, binascii.Error):
        return "", []
    return a_text(names[0].value) if names else "", texts(g.value for g in groups)
