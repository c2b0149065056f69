// does:    Forgets tuples of anomalies that were not seen for longest.
// returns: sightings removed
MATCH (s:Sighting) USING INDEX s:Sighting(last_seen) WHERE s.last_seen < $until
WITH s LIMIT $limit
DELETE s
RETURN count(*)
