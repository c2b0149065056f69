// What each hour of a cluster's log says of how whole it is.
CREATE CONSTRAINT log_hour_key FOR (n:LogHour) REQUIRE (n.cluster, n.start) IS UNIQUE;
CREATE INDEX log_hour_start FOR (n:LogHour) ON (n.start);
