"""What a detection from anywhere may ask: each attack that is known on a Neo4j that reads is refused."""

from dataclasses import replace

import pytest

from graphsvc.detection import gate
from graphsvc.detection.compiled import compile_alone
from graphsvc.detection.definition import load_detections
from graphsvc.detection.gate import Gate
from graphsvc.domain.detection import OWN, Basis, DetectionKind

EXEC = replace(next(d for d in load_detections() if d.slug == "exec-into-pod"), family=OWN, says={})


def condition(text, basis=Basis.CALL, **says):
    return replace(EXEC, basis=basis, text=text, says=says)


def query(text):
    return replace(EXEC, basis=Basis.QUERY, text=text)


def refusal(store, detection):
    found = Gate(store).refusal_of(detection)
    return found.text if found else ""


ONLY_READS, MAY_NOT, ONE = "does not only read", "what a detection may not do", "not one expression"
PROCEDURE, FILES, OTHER = "calls a procedure", "loads files", "looks at another database"
FUNCTION, REFUSED = "only functions of Neo4j itself", "Neo4j refused"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CREATE (n) RETURN n AS call", ONLY_READS),
        ("MERGE (n:User {name: 'x'}) RETURN n AS call", ONLY_READS),
        ("MATCH (c:ApiCall) SET c.name = '' RETURN c.id AS call", ONLY_READS),
        ("MATCH (n) DETACH DELETE n", ONLY_READS),
        ("FOREACH (x IN [1] | CREATE (:User))", ONLY_READS),
        ("UNWIND $calls AS id CALL (id) { CREATE (n) } IN TRANSACTIONS RETURN id AS call", "opens transactions"),
        ("UNWIND $calls AS id CALL (id) { RETURN 1 AS n } IN TRANSACTIONS RETURN id AS call", "opens transactions"),
        ("UNWIND $calls AS id CALL (id) { RETURN 1 AS n } IN 2 CONCURRENT TRANSACTIONS RETURN id AS call", "opens tr"),
        ("CREATE INDEX x FOR (n:User) ON (n.x)", ONLY_READS),
        ("DROP CONSTRAINT call_id", ONLY_READS),
        ("ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'", ONLY_READS),
        ("CALL dbms.listConfig()", PROCEDURE),
        ("CALL dbms.killConnection('bolt-1')", PROCEDURE),
        ("CALL db.labels() YIELD label RETURN label AS call", PROCEDURE),
        ("CALL db.labels", PROCEDURE),
        ("CALL tx.setMetaData({a: 1})", PROCEDURE),
        ("CALL apoc.load.json('http://192.0.2.1/') YIELD value RETURN value AS call", PROCEDURE),
        (
            "MATCH (c:ApiCall) RETURN c.id AS call UNION CALL dbms.components() YIELD name AS call RETURN call",
            PROCEDURE,
        ),
        ("SHOW TRANSACTIONS", MAY_NOT),
        ("SHOW SETTINGS", MAY_NOT),
        ("SHOW PROCEDURES", MAY_NOT),
        ("SHOW USERS", ONLY_READS),
        ("TERMINATE TRANSACTIONS 'neo4j-transaction-1'", MAY_NOT),
        ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line AS call", FILES),
        ("LOAD CSV FROM 'http://192.0.2.1/' AS line RETURN line AS call", FILES),
        ("USE system MATCH (n) RETURN n.name AS call", OTHER),
        ("USE graph.byName('system') MATCH (n) RETURN n.name AS call", OTHER),
        ("PROFILE CREATE (n)", REFUSED),
        ("UNWIND $calls AS call RETURN call; MATCH (n) DETACH DELETE n", REFUSED),
        # The same, so that who looks at words finds none.
        ("CALL/**/dbms . listConfig()", PROCEDURE),
        ("CALL // quietly\n`dbms`.`listConfig`()", PROCEDURE),
        ("LOAD/* */CSV FROM 'file:///x' AS line RETURN line AS call", FILES),
        ("MATCH (n) \\u0044ETACH DELETE n", "`\\u` escape"),
        ("RETURN '\\u0027 AS call CALL dbms.listConfig() //' AS call", "`\\u` escape"),
        ("MATCH (n)\u2003DETACH DELETE n", "outside of quotes"),
        ("UNWIND $calls AS call RETURN apoc.cypher.runFirstColumnSingle('CREATE (n)', {}) AS call", FUNCTION),
        ("UNWIND $calls AS call RETURN `apoc`.`cypher` . run('x') AS call", FUNCTION),
        ("UNWIND $calls AS call RETURN `apoc.cypher.run`('x') AS call", FUNCTION),
        ("UNWIND $`secret` AS call RETURN call", "does not give $secret"),
        ("UNWIND $calls AS call RETURN call // " + "x" * 20_000, "longer than"),
    ],
)
def test_a_query_reads_this_graph_and_nothing_else(store, text, words):
    assert words in refusal(store, query(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Planned inside of a list, where no operator shows it.
        ("EXISTS { CALL db.labels() YIELD label RETURN label }", PROCEDURE),
        ("size(COLLECT { LOAD CSV FROM 'file:///x' AS line RETURN line }) > 0", FILES),
        ("any(x IN [1] WHERE EXISTS { CALL dbms.components() YIELD name RETURN name })", PROCEDURE),
        ("COUNT { CREATE (n) RETURN n } > 0", REFUSED),
        ("EXISTS { USE system MATCH (n) RETURN n }", OTHER),
        ("any(x IN range(1, 9223372036854775807) WHERE x < 0)", "which nothing stops"),
        ("size(reduce(l = [1], x IN [1, 2, 3] | l + l)) > 0", "which nothing stops"),
        # Out of its place in the query.
        ("true) THEN [0, {}] END] AS hits RETURN 1 AS id, hits //", REFUSED),
        ("true) OR (true", ONE),
        ("true) THEN [0, {}] WHEN (false", ONE),
        ("true) AND NOT EXISTS { MATCH (n) } OR (p.ok", ONE),
        ("true] OR [true", REFUSED),
        ("true } ", REFUSED),
        ("p.ok RETURN 1", REFUSED),
        ("p.ok UNION MATCH (n) RETURN n", REFUSED),
        ("p.ok /* and so on", REFUSED),
        ("p.ok, true", REFUSED),
        ("", REFUSED),
        ("p.", REFUSED),
        ("no.such", REFUSED),
        # No condition.
        ("1", "expected Boolean"),
        ("size(c.name)", "expected Boolean"),
        ("c", "expected Boolean"),
    ],
)
def test_a_condition_is_one_expression_that_reads(store, text, words):
    assert words in refusal(store, condition(text))
    if text.count("/*") <= text.count("*/"):
        assert refusal(store, condition("p.ok", who=text if "Boolean" not in words else "p."))


def test_what_a_condition_begins_nothing_else_may_end(store):
    split = condition("true /*", who="*/) THEN [0, {who: ('x'")
    assert ONE in refusal(store, split)
    assert ONE in refusal(store, condition("p.ok", who="'x'), because: ('y'"))


def test_the_place_of_what_is_wrong_is_told(store):
    found = Gate(store).refusal_of(condition("p.ok AND\nc.name = 'x' AND\nnobody.knows"))
    assert (found.line, "`nobody` not defined" in found.text) == (2, True)


@pytest.mark.parametrize(
    ("basis", "text"),
    [
        (Basis.PATH, "p.ok // because"),
        (Basis.PATH, "p.ok /* ( */ AND ')' <> p.user"),
        (Basis.PATH, "EXISTS { (p)-[:FROM]->(:SourceIp) }"),
        (Basis.PATH, "(p)--()"),
        (Basis.CALL, "c.name CONTAINS 'call apoc.load()' OR c.name = 'größer' OR c.uri =~ '\\\\d\\'CALL db.labels()'"),
        (Basis.CALL, "COUNT { MATCH (p)<-[:TOOK]-(o) WHERE o.time > c.time RETURN o LIMIT 2 } = 2"),
        (Basis.CALL, "datetime.truncate('day', datetime({epochMillis: c.time})).hour < 6"),
        (Basis.POD, "any(k IN containers WHERE k.privileged AND size(k.command) IN [0, 1])"),
        (Basis.QUERY, "UNWIND $calls AS call CALL (call) { RETURN call AS x } RETURN x AS call ORDER BY call"),
    ],
)  # fmt: skip
def test_what_reads_is_let_in(store, basis, text):
    assert refusal(store, replace(EXEC, basis=basis, text=text)) == ""


@pytest.mark.parametrize("detection", load_detections(), ids=lambda d: d.slug)
def test_the_words_of_ours_would_be_let_in_too(detection):
    """What their plans do is looked at where they are planned together, in tests/graph/test_queries.py."""
    compiled = compile_alone(detection)
    found = gate._of_text(compiled.text, gate._given(compiled))
    assert found is None or "which nothing stops" in found.text


def test_a_kind_without_words_of_its_own_is_compiled_as_it_stands():
    assert "AND (p.ok\n)" in compile_alone(replace(condition("p.ok"), kind=DetectionKind.POLICY)).text
