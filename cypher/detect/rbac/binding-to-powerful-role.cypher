// code:      RB-02
// kind:      policy
// basis:     binding
// severity:  medium
// title:     Binding to another powerful built-in role
// technique: T1098.006
// on:        create clusterrolebindings,rolebindings
// needs:     level Request
// meaning:   Somebody was given a role of Kubernetes itself that allows much.
// triage:    Who are the subjects?
// usual:     set-up of a cluster, add-ons
// with:      {"roles": ["admin", "edit"], "usual": ["system:auth-delegator", "system:metrics-server", "system:basic-user", "system:discovery", "system:public-info-viewer", "system:image-puller"]}
p.ok AND (s.role IN $roles OR s.role STARTS WITH 'system:') AND NOT fits(s.role, $usual) AND NOT p.who_kind IN ['controlplane', 'platform']
