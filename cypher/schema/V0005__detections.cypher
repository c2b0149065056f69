// What thresholds, sequences and habits remember, and calls that wait for a detection that could not be asked.
CREATE CONSTRAINT mark_key FOR (n:Mark) REQUIRE n.key IS UNIQUE;
CREATE INDEX mark_last_seen FOR (n:Mark) ON (n.last_seen);
CREATE CONSTRAINT postponed_id FOR (n:Postponed) REQUIRE n.id IS UNIQUE;
CREATE INDEX postponed_detection FOR (n:Postponed) ON (n.detection, n.id);
// State from the log: credentials. Bindings, workloads and the like are objects already.
CREATE CONSTRAINT credential_id FOR (n:Credential) REQUIRE n.id IS UNIQUE;
CREATE INDEX credential_first_seen FOR (n:Credential) ON (n.first_seen);
