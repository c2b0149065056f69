// What calls tell beyond their path and bare words find: claimed addresses, groups and extras acted with.
CREATE CONSTRAINT detail_key FOR (n:Detail) REQUIRE n.key IS UNIQUE;
CREATE TEXT INDEX detail_search FOR (n:Detail) ON (n.search);
CREATE INDEX told_last_seen FOR ()-[r:TOLD]-() ON (r.last_seen);
