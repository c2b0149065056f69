// code:      AD-08
// kind:      policy
// basis:     path
// severity:  medium
// title:     Pod created in a system namespace
// technique: T1610, T1036.005
// on:        create pods
// needs:     level Metadata
// habit:     low
// meaning:   A pod was made among those of Kubernetes itself.
// triage:    Which image, with which service account?
// usual:     installation of add-ons
p.ok AND p.system_namespace AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
