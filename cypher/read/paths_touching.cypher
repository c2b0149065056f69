// question: Which paths touched an object, or ran a command, whose lower-cased text contains this, or may have?
// returns:  one row: path ids
// scope:    paths
CALL () {
  MATCH (o:Object) WHERE o.search CONTAINS $text
  MATCH (o)<-[:TOUCHED]-(p:CallPath) RETURN p.id AS id
  UNION
  MATCH (c:Command) WHERE c.search CONTAINS $text
  MATCH (c)<-[:RAN]-(p:CallPath) RETURN p.id AS id
  UNION
  MATCH (p:CallPath) USING INDEX p:CallPath(crowded) WHERE p.crowded = true RETURN p.id AS id
}
RETURN collect(id)
