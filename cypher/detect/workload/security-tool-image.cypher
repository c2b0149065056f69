// code:      WL-17
// kind:      policy
// basis:     pod
// severity:  medium
// title:     Image of a security-testing tool
// technique: T1610, T1613
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   A pod runs an image of a tool that attackers and testers of clusters use.
// triage:    Is a test announced?
// usual:     audits of one's own
// with:      {"tools": ["*kube-hunter*", "*kube-bench*", "*kube-recon*", "*peirates*", "*kubeletctl*", "*kubesploit*", "*botb*", "*deepce*", "*kubestriker*", "*stratus-red-team*", "*kdigger*", "*amicontained*"]}
p.ok AND any(image IN s.images WHERE fits(toLower(image), $tools))
