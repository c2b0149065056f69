// code:      RB-05
// kind:      anomaly
// basis:     call
// severity:  medium
// title:     New role binding
// technique: T1098.006
// on:        create rolebindings,clusterrolebindings
// needs:     level Metadata
// window:    90d
// scope:     everywhere
// meaning:   A binding that was not seen in the window, or a caller that binds a role it did not bind before.
// triage:    Which role goes to whom? Is the change in version control?
// usual:     installation of add-ons, new teams
// seen:      [['binding', p.resource, p.namespace, coalesce(c.name, '')]]
//            + [(c)-[:SUBMITTED]->(b:Binding) WHERE b.role IS NOT NULL | ['binds', p.who, b.role]]
p.ok
