// code:      SA-05
// kind:      policy
// basis:     path
// severity:  high
// title:     System identity used from a public address
// technique: T1528, T1078
// on:        * *
// needs:     level Metadata; field sourceIPs
// meaning:   A token of a program or a node of the cluster is used from the internet.
// triage:    Whose address is it? Take the token back.
// usual:     nodes with public addresses, CI systems outside the cluster: name their networks in the settings
// louder:    CASE WHEN p.user STARTS WITH 'system:node:' THEN 'medium' ELSE 'high' END
// with:      {"usual": ["system:serviceaccount:azure-arc:*"]}
p.network = 'external' AND NOT p.code IN [401, 403] AND (p.user STARTS WITH 'system:serviceaccount:' OR p.user STARTS WITH 'system:node:' OR p.user STARTS WITH 'eks:' OR p.user STARTS WITH 'aks:' OR p.user =~ 'system:kube-.*') AND NOT fits(p.user, $usual)
