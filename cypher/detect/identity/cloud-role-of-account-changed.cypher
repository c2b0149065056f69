// code:      SA-10
// kind:      policy
// basis:     body
// severity:  high
// title:     Cloud role of a service account changed
// technique: T1098
// on:        write serviceaccounts
// needs:     level Request
// habit:     low
// meaning:   Pods with this account act as another identity of the cloud from now on.
// triage:    Which role is it, and what may it do?
// usual:     set-up of services
// with:      {"marks": ["metadata.annotations.eks.amazonaws.com/role-arn=", "metadata.annotations.iam.gke.io/gcp-service-account=", "metadata.annotations.azure.workload.identity/client-id="]}
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND any(leaf IN s.leaves WHERE any(mark IN $marks WHERE leaf STARTS WITH mark))
