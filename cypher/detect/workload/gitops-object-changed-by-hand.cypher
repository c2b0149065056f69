// code:      WL-30
// kind:      policy
// basis:     body
// severity:  medium
// title:     GitOps-managed object changed by hand
// technique: T1098
// on:        update,patch *
// needs:     level Request
// meaning:   An object that Argo CD or Flux keeps in step with a repository was changed by somebody else. The change is undone, or nobody knows of it.
// triage:    What was changed, and why not in the repository?
// usual:     emergencies
// with:      {"marks": ["metadata.labels.argocd.argoproj.io/", "metadata.annotations.argocd.argoproj.io/tracking-id", "metadata.labels.kustomize.toolkit.fluxcd.io/", "metadata.labels.helm.toolkit.fluxcd.io/"]}
p.ok AND p.who_kind = 'person' AND any(leaf IN s.leaves WHERE any(mark IN $marks WHERE leaf STARTS WITH mark))
