// question: Which paths did the evidence of alerts take? $ids null: of all alerts that are not closed.
// returns:  alert id, path ids
MATCH (a:Alert)
WHERE ($ids IS NULL AND a.status <> 'closed') OR a.id IN $ids
MATCH (a)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
RETURN a.id, collect(DISTINCT p.id)
