// question: How much is too old to be kept?
// returns:  one row: calls, noise marks, counters of hours to fold, counters by hour, by day, noise counters, objects
//           touched, commands run, details told, hops, paths, sightings, alerts, rejected records
// scope:    service
CALL () {
  MATCH (c:ApiCall) WHERE c.id < $calls AND (c.id < $evidence OR NOT EXISTS { (c)<-[:EVIDENCE]-() })
  RETURN count(*) AS calls }
CALL (calls) { MATCH (n:NoiseMarks) WHERE n.start < $marks RETURN count(*) AS marks }
CALL (marks) { MATCH (h:PathHour) WHERE h.start >= $counters * 24 AND h.start < $fold * 24 RETURN count(*) AS fold }
CALL (fold) { MATCH (h:PathHour) WHERE h.start < $counters * 24 RETURN count(*) AS hours }
CALL (hours) { MATCH (d:PathDay) WHERE d.day < $counters RETURN count(*) AS days }
CALL (days) { MATCH (n:NoiseHour) WHERE n.start < $counters * 24 RETURN count(*) AS noise }
CALL (noise) { MATCH ()-[t:TOUCHED]->() WHERE t.last_seen < $objects RETURN count(*) AS objects }
CALL (objects) { MATCH ()-[r:RAN]->() WHERE r.last_seen < $objects RETURN count(*) AS commands }
CALL (commands) { MATCH ()-[t:TOLD]->() WHERE t.last_seen < $objects RETURN count(*) AS details }
CALL (details) { MATCH ()-[h:HOP]->() WHERE h.last_seen < $paths RETURN count(*) AS hops }
CALL (hops) { MATCH (p:CallPath) WHERE p.last_seen < $paths RETURN count(*) AS paths }
CALL (paths) { MATCH (s:Sighting) WHERE s.last_seen < $sightings RETURN count(*) AS sightings }
CALL (sightings) { MATCH (a:Alert) WHERE a.last_seen < $alerts RETURN count(*) AS alerts }
CALL (alerts) { MATCH (r:Rejected) WHERE r.written < $rejected RETURN count(*) AS rejected }
RETURN calls, marks, fold, hours, days, noise, objects, commands, details, hops, paths, sightings, alerts, rejected
