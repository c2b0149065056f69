// The model of docs/reference/graph.md: keys, and the few indexes that questions need. Calls have one index only:
// every further one costs a large part of the write rate.

// dimensions
CREATE CONSTRAINT source_ip_name FOR (n:SourceIp) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT group_set_name FOR (n:GroupSet) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT group_name FOR (n:Group) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT cloud_user_name FOR (n:CloudUser) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT user_name FOR (n:User) REQUIRE (n.cluster, n.name) IS UNIQUE;
CREATE CONSTRAINT resource_name FOR (n:Resource) REQUIRE (n.cluster, n.namespace, n.api_group, n.resource) IS UNIQUE;
CREATE CONSTRAINT action_name FOR (n:Action) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT status_name FOR (n:Status) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT cluster_name FOR (n:Cluster) REQUIRE n.name IS UNIQUE;

// paths and their counters
CREATE CONSTRAINT call_path_id FOR (n:CallPath) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT call_path_key FOR (n:CallPath) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT path_hour_key FOR (n:PathHour) REQUIRE (n.path, n.start) IS UNIQUE;
CREATE INDEX path_hour_cover FOR (n:PathHour) ON (n.start, n.path, n.calls, n.errors);
CREATE CONSTRAINT hour_start FOR (n:Hour) REQUIRE n.start IS UNIQUE;
CREATE INDEX hour_cover FOR (n:Hour) ON (n.start, n.version);
CREATE CONSTRAINT path_day_key FOR (n:PathDay) REQUIRE (n.path, n.day) IS UNIQUE;
CREATE INDEX path_day_cover FOR (n:PathDay) ON (n.day, n.path, n.calls, n.errors);

// calls, and what they name
CREATE CONSTRAINT api_call_id FOR (n:ApiCall) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT object_key FOR (n:Object) REQUIRE (n.cluster, n.api_group, n.resource, n.namespace, n.name) IS UNIQUE;
CREATE TEXT INDEX object_search FOR (n:Object) ON (n.search);
CREATE CONSTRAINT command_key FOR (n:Command) REQUIRE n.key IS UNIQUE;
CREATE TEXT INDEX command_search FOR (n:Command) ON (n.search);

// bookkeeping
CREATE CONSTRAINT writer_name FOR (n:Writer) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT batch_id FOR (n:Batch) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT checkpoint_source FOR (n:Checkpoint) REQUIRE n.source IS UNIQUE;
CREATE CONSTRAINT noise_hour_key FOR (n:NoiseHour) REQUIRE (n.cluster, n.start, n.rule) IS UNIQUE;
CREATE INDEX noise_marks_hour FOR (n:NoiseMarks) ON (n.cluster, n.start);
CREATE CONSTRAINT rejected_id FOR (n:Rejected) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT alert_id FOR (n:Alert) REQUIRE n.id IS UNIQUE;
CREATE INDEX alert_subject FOR (n:Alert) ON (n.subject, n.status);
CREATE INDEX alert_last_seen FOR (n:Alert) ON (n.last_seen);
CREATE CONSTRAINT sighting_key FOR (n:Sighting) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT detection_slug FOR (n:Detection) REQUIRE n.slug IS UNIQUE;
