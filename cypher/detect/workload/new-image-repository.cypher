// code:      WL-15
// kind:      anomaly
// basis:     pod
// severity:  medium
// title:     Image from a registry or repository never seen
// technique: T1525, T1610
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// window:    90d
// scope:     everywhere
// meaning:   A container image comes from a registry or a repository that was not seen in the window, in any cluster.
// triage:    Is the registry yours? Who asked for the image, and is it scanned?
// usual:     new services, upgrades that move an image
// seen:      [r IN coalesce(s.registries, []) | ['registry', r]]
//            + [r IN coalesce(s.repositories, []) | ['repository', r]]
p.ok
