// code:      OR-05
// kind:      anomaly
// severity:  medium
// title:     User never seen
// technique: T1078
// on:        * *
// needs:     level Metadata
// window:    90d
// scope:     everywhere
// meaning:   A Kubernetes user that was not seen in the window, in any cluster. Nodes are not counted: autoscalers make up their names. Nor is who stands in no log.
// triage:    Is the account new, and who made it? What did it do first?
// usual:     new colleagues, newly installed add-ons
MATCH (p:CallPath)
WHERE p.id IN $paths AND NOT p.user IN ['', '<unknown>']
  AND NOT (p.user STARTS WITH 'system:node:' AND 'system:nodes' IN p.groups)
RETURN p.id AS path, [p.user] AS seen
