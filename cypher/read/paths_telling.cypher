// question: Which paths have calls that told of such a detail in one of these fields, or may have?
// returns:  one row: path ids
// scope:    paths
CALL () {
  MATCH (d:Detail) WHERE d.search CONTAINS $text AND d.field IN $fields
  MATCH (d)<-[:TOLD]-(p:CallPath) RETURN p.id AS id
  UNION
  MATCH (p:CallPath) USING INDEX p:CallPath(crowded) WHERE p.crowded = true RETURN p.id AS id
}
RETURN collect(id)
