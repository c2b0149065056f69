// code:      CM-02
// kind:      policy
// basis:     path
// severity:  info
// title:     Configmap created or deleted
// technique: T1565.001
// on:        create,remove configmaps
// needs:     level Metadata
// meaning:   A config map came or went.
// triage:    Who reads it?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'anonymous']
