// code:      RB-06
// kind:      policy
// basis:     binding
// severity:  critical
// title:     Binding to anonymous or to everyone
// technique: T1098.006, T1078.001
// on:        write clusterrolebindings,rolebindings
// needs:     level Request
// meaning:   Everybody who reaches the API server, or everybody who has any account, was given a role.
// triage:    Take it back. What was asked with it since?
// usual:     none
// with:      {"usual": ["kubeadm:bootstrap-signer-clusterinfo", "system:basic-user", "system:discovery", "system:public-info-viewer"]}
p.ok AND any(subject IN s.subjects WHERE subject IN ['User system:anonymous', 'Group system:unauthenticated', 'Group system:authenticated', 'Group system:serviceaccounts']) AND NOT fits(s.role, $usual) AND NOT p.who_kind IN ['controlplane', 'platform']
