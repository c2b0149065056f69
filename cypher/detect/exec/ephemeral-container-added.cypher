// code:      EX-15
// kind:      policy
// basis:     path
// severity:  medium
// title:     Ephemeral container added
// technique: T1609, T1611
// on:        write pods/ephemeralcontainers
// needs:     level Metadata
// meaning:   A container was added to a running pod. It shares the pod's network and may see its processes and volumes.
// triage:    Which image, with which rights? Whose pod is it?
// usual:     `kubectl debug` by developers
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
