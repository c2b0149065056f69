// code:      OR-05
// kind:      anomaly
// severity:  medium
// title:     User never seen
// technique: T1078
// on:        * *
// needs:     level Metadata
// window:    90d
// scope:     everywhere
// meaning:   A Kubernetes user that was not seen in the window, in any cluster.
// triage:    Is the account new, and who made it? What did it do first?
// usual:     new colleagues, new nodes, newly installed add-ons
MATCH (p:CallPath)
WHERE p.id IN $paths AND p.user <> ''
RETURN p.id AS path, [p.user] AS seen
