// code:      WL-19
// kind:      policy
// basis:     pod
// severity:  low
// title:     Debug or base image run directly
// technique: T1610
// on:        create pods
// needs:     level Request
// meaning:   A pod of its own runs a bare base image or a debugging image: a foothold rather than a service.
// triage:    What was run in it?
// usual:     `kubectl run` by developers
// with:      {"images": ["alpine", "alpine:*", "busybox", "busybox:*", "ubuntu", "ubuntu:*", "debian", "debian:*", "*netshoot*", "*network-multitool*", "*/curl:*", "*/curl", "kalilinux/*"]}
p.ok AND s.owners IS NULL AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND any(image IN s.images WHERE fits(toLower(image), $images))
