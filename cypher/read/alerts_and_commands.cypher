// question: Which paths did evidence of alerts take, what is known of those that are not closed, and which command lines
//           were run on the given paths, latest first?
// returns:  one row: pairs of an alert that is not closed and path ids, with $closed one more for all others together
//           (null, path ids); pairs of a path id and command lines
// scope:    clusters and namespaces
CALL () {
  MATCH (a:Alert) WHERE ($closed OR a.status <> 'closed') AND ($clusters IS NULL OR a.cluster IN $clusters)
    AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
  MATCH (a)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
  WITH CASE WHEN a.status <> 'closed' THEN a END AS open, collect(DISTINCT p.id) AS paths
  RETURN collect([open {.id, .code, .severity, .title, .status, .first_seen, .last_seen}, paths]) AS alerts
}
CALL () {
  MATCH (p:CallPath)-[r:RAN]->(c:Command) USING INDEX SEEK p:CallPath(id) WHERE p.id IN $paths
  WITH p, c ORDER BY r.last_seen DESC
  WITH p, collect(c.line)[..20] AS lines
  RETURN collect([p.id, lines]) AS commands
}
RETURN alerts, commands
