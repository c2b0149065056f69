"""Two hundred planted secrets: every place where notes and products found secrets in audit logs, with one in it.

A plant is a name and a function from a secret to an event. Secrets differ, so a leak tells where it came from.
"""

import base64
import json
from urllib.parse import quote

from tests.builders import an_event, an_exec

NAMESPACE = "/api/v1/namespaces/shop"


def secret(number):
    """Letters and digits only: a shape that nothing but its place gives away."""
    return f"cnry{number:03}q7Zk2mV9xW4p"


def jwt(value):
    part = base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{part}{part}.{value}"


def body(resource, request=None, response=None, verb="create", **given):
    ref = {"resource": resource, "namespace": "shop", "name": "x", **given.pop("ref", {})}
    level = "RequestResponse" if response else "Request"
    return an_event(verb=verb, ref=ref, level=level, requestObject=request, responseObject=response, code=201, **given)


def pod(**container):
    return {"kind": "Pod", "spec": {"containers": [{"name": "c", "image": "nginx", **container}]}}


def run(*words):
    """An exec whose command is these words, as kubectl sends it."""
    command = "&".join(f"command={quote(word, safe='')}" for word in words)
    return an_exec(requestURI=f"{NAMESPACE}/pods/web-1/exec?{command}&container=app&stdout=true")


def applied(value):
    text = json.dumps({"kind": "Secret", "stringData": {"a": value}})
    return {"metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": text}}}


def _bodies():
    data, many = (lambda s: {"kind": "Secret", "data": {"k": s}}), ("secrets", "configmaps")
    for resource in many:
        for verb in ("create", "update", "patch"):
            yield f"{resource} {verb}", lambda s, r=resource, v=verb: body(r, data(s), verb=v)
            yield f"{resource} {verb} answer", lambda s, r=resource, v=verb: body(r, None, data(s), verb=v)
        yield f"{resource} list", lambda s, r=resource: body(r, None, {"items": [data(s), data(s)]}, verb="list")
        yield f"{resource} binaryData", lambda s, r=resource: body(r, {"binaryData": {"k": s}})
        yield f"{resource} stringData", lambda s, r=resource: body(r, {"stringData": {"k": s}})
        yield f"{resource} data is a text", lambda s, r=resource: body(r, {"data": s})
        yield f"{resource} body is a text", lambda s, r=resource: body(r, json.dumps(data(s)))
        yield (
            f"{resource} json patch",
            lambda s, r=resource: body(r, [{"op": "replace", "path": "/data/k", "value": s}], verb="patch"),
        )
        yield (
            f"{resource} json patch of all",
            lambda s, r=resource: body(r, [{"op": "add", "path": "/data", "value": {"k": s}}], verb="patch"),
        )
    for resource in ("secrets", "configmaps", "deployments", "pods", "roles"):
        yield f"last-applied {resource}", lambda s, r=resource: body(r, applied(s))
        yield f"last-applied {resource} answer", lambda s, r=resource: body(r, None, applied(s))
        path = "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration"
        yield (
            f"last-applied {resource} step",
            lambda s, r=resource, p=path: body(r, [{"op": "replace", "path": p, "value": s}], verb="patch"),
        )
    yield (
        "token request",
        lambda s: body("serviceaccounts", None, {"status": {"token": s}}, ref={"subresource": "token"}),
    )
    yield "token review", lambda s: body("tokenreviews", {"spec": {"token": s}}, {"spec": {"token": s}})
    yield "csr", lambda s: body("certificatesigningrequests", None, {"status": {"certificate": s}})
    yield (
        "oauth token's name",
        lambda s: body(
            "oauthaccesstokens",
            None,
            {"metadata": {"name": s}},
            ref={"name": s},
            requestURI=f"/apis/o/oauthaccesstokens/{s}",
        ),
    )
    for key in (
        "password",
        "dbPassword",
        "DB_PASSWD",
        "token",
        "secret",
        "clientSecret",
        "apiKey",
        "api_key",
        "privateKey",
    ):
        yield f"custom key {key}", lambda s, k=key: body("helmreleases", {"spec": {"values": {"auth": {k: s}}}})
        yield f"custom key {key} in a text", lambda s, k=key: body("helmreleases", {"spec": json.dumps({"a": {k: s}})})
    yield "key with quotes", lambda s: body("helmreleases", {"spec": {"password": f'a"b\\{s}"c'}})
    yield "key with quotes in a text", lambda s: body("helmreleases", {"spec": json.dumps({"password": f'a"b\\{s}"c'})})


def _pods():
    for name in ("DB_PASSWORD", "API_TOKEN", "AWS_SECRET_ACCESS_KEY", "STRIPE_API_KEY", "CREDENTIALS", "passphrase"):
        yield f"variable {name}", lambda s, n=name: body("pods", pod(env=[{"name": n, "value": s}]))
        yield (
            f"variable {name} of a template",
            lambda s, n=name: body(
                "deployments", {"spec": {"template": pod(env=[{"name": n, "value": s}])}}, verb="patch"
            ),
        )
    for flag in ("--password", "--db-password", "--token", "-password", "--api-key", "--client-secret"):
        yield f"argument {flag} next", lambda s, f=flag: body("pods", pod(args=["serve", f, s]))
        yield f"argument {flag}=", lambda s, f=flag: body("pods", pod(command=["app", f"{f}={s}"]))
        yield f"argument {flag} in a shell", lambda s, f=flag: body("pods", pod(args=["-c", f"app {f} {s} --x"]))
    yield "variable with address", lambda s: body("pods", pod(env=[{"name": "DB", "value": f"postgres://u:{s}@db/x"}]))
    yield "init script", lambda s: body("pods", pod(command=["sh", "-c", f"export PGPASSWORD={s}; psql"]))


def _commands():
    for flag in ("--password", "--db-password", "--token", "--secret", "--api-key", "--access-key", "-password"):
        yield f"exec {flag} next", lambda s, f=flag: run("app", f, s)
        yield f"exec {flag}=", lambda s, f=flag: run("app", f"{f}={s}")
        yield f"exec {flag} in a shell", lambda s, f=flag: run("sh", "-c", f"app {f} {s}")
        yield f"exec {flag} in a shell, special", lambda s, f=flag: run("sh", "-c", f"app {f} !{s}")
    for words in (
        ["mysql", "-u", "root", "-p{}"], ["mysqldump", "-p{}", "shop"], ["sh", "-c", "mysql -uroot -p{} shop"],
        ["mariadb", "-p{}"], ["sshpass", "-p", "{}", "ssh", "h"], ["sshpass", "-p{}", "ssh", "h"],
        ["redis-cli", "-h", "r", "-a", "{}", "ping"], ["ldapsearch", "-x", "-w", "{}"],
        ["docker", "login", "-u", "me", "-p", "{}"], ["sh", "-c", "curl -u me:{} http://h"],
        ["curl", "-u", "me:{}", "h"],
        ["curl", "--user", "me:{}", "h"], ["wget", "http://me:{}@h/x"], ["psql", "postgresql://u:{}@db:5432/x"],
        ["env", "PGPASSWORD={}", "psql"], ["sh", "-c", "export TOKEN={}"], ["git", "clone", "https://u:{}@h/r.git"],
        ["curl", "-H", "Authorization: Bearer {}{}"], ["curl", "-H", "Authorization: Basic {}"],
        ["sh", "-c", "echo password: x; kubectl --token={} get pods"],
    ):  # fmt: skip
        yield f"exec {' '.join(words)}", lambda s, w=words: run(*(word.replace("{}", s) for word in w))


def _everywhere():
    for key in (
        "token",
        "access_token",
        "password",
        "api_key",
        "apikey",
        "client_secret",
        "id_token",
        "X-Amz-Signature",
    ):
        yield f"uri {key}", lambda s, k=key: an_event(requestURI=f"{NAMESPACE}/services/web/proxy/?a=b&{k}={s}&c=d")
        yield (
            f"uri {key} encoded",
            lambda s, k=key: an_event(requestURI=f"{NAMESPACE}/services/web/proxy/?to=%2Fx%3F{k}%3D{s}"),
        )
    shapes = {
        "jwt": jwt,
        "bearer": lambda s: f"Bearer {s}{s}",
        "github": lambda s: f"ghp_{s}{s}",
        "gitlab": lambda s: f"glpat-{s}{s}",
        "slack": lambda s: f"xoxb-{s}",
        "address": lambda s: f"amqp://user:{s}@mq:5672",
        "pem": lambda s: f"-----BEGIN EC PRIVATE KEY-----\n{s}\n-----END EC PRIVATE KEY-----",
    }
    for name, shape in shapes.items():
        yield f"{name} in a body", lambda s, f=shape: body("widgets", {"spec": {"x": [f(s)]}})
        yield (
            f"{name} in an answer",
            lambda s, f=shape: an_event(responseStatus={"code": 500, "message": f"bad {f(s)}"}),
        )
        yield f"{name} in an agent", lambda s, f=shape: an_event(userAgent=f"tool {f(s)}")
        yield f"{name} in an annotation", lambda s, f=shape: an_event(annotations={"example.com/x": f(s)})
        yield f"{name} in a URI", lambda s, f=shape: an_event(requestURI=f"/x?h={quote(f(s), safe='')}")
        yield f"{name} in a command", lambda s, f=shape: run("sh", "-c", f"use {f(s)}")


def plants():
    """Name, secret, event."""
    makers = [*_bodies(), *_pods(), *_commands(), *_everywhere()]
    return [(name, secret(n), make(secret(n))) for n, (name, make) in enumerate(makers)]
