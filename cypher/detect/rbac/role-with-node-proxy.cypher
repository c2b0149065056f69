// code:      RB-16
// kind:      policy
// basis:     role
// severity:  high
// title:     Role that can reach kubelets
// technique: T1098.006, T1611
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   With `nodes/proxy` commands run in every container of a node, past audit and admission.
// triage:    Does a monitoring tool ask for more than nodes/metrics?
// usual:     old monitoring tools
// louder:    CASE WHEN 'node-proxy' IN s.can THEN 'high' ELSE 'medium' END
p.ok AND ('node-proxy' IN s.can OR 'node-proxy' IN s.can_named) AND NOT p.who_kind IN ['controlplane', 'platform']
