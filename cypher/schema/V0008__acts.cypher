// Who did what to graphsvc itself.
CREATE CONSTRAINT act_id FOR (n:Act) REQUIRE n.id IS UNIQUE;
CREATE INDEX act_time FOR (n:Act) ON (n.time);
