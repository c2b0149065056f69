// Calls with impossible times, and hours in which refused callers made up more names than are worth a path each.
CREATE CONSTRAINT skewed_call_key FOR (n:SkewedCall) REQUIRE (n.cluster, n.hash) IS UNIQUE;
CREATE INDEX skewed_call_time FOR (n:SkewedCall) ON (n.time);
CREATE CONSTRAINT crowd_key FOR (n:Crowd) REQUIRE (n.cluster, n.start) IS UNIQUE;
CREATE INDEX crowd_start FOR (n:Crowd) ON (n.start);
CREATE INDEX call_path_crowded FOR (n:CallPath) ON (n.crowded);
