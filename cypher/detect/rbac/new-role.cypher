// code:      RB-22
// kind:      anomaly
// basis:     call
// severity:  medium
// title:     New role, or new powers by somebody
// technique: T1098.006
// on:        create roles,clusterroles
// needs:     level Metadata
// window:    90d
// meaning:   A role that was not seen in the window, or somebody writes a role with powers that they did not hand out before.
// triage:    Is the change in version control?
// usual:     installation of add-ons
// seen:      [[p.resource, p.namespace, c.name]] + reduce(found = [], r IN [(c)-[:SUBMITTED]->(r:RoleRules) | r] | found + [power IN coalesce(r.can, []) | ['power', p.who, power]])
p.ok AND c.name IS NOT NULL AND p.who_kind <> 'controlplane'
