// question: Which of these calls are stored already, with which stages, on which path?
// returns:  id, stages, path id, whether that path means failure, whether the call was folded
MATCH (c:ApiCall) WHERE c.id IN $ids
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN c.id, c.stages, p.id, p.code >= 400, c.folded IS NOT NULL
