// What calls show of how their cluster's log is written.
CREATE CONSTRAINT log_fact_key FOR (n:LogFact) REQUIRE (n.cluster, n.of, n.fact) IS UNIQUE;
CREATE INDEX log_fact_last_seen FOR (n:LogFact) ON (n.last_seen);
