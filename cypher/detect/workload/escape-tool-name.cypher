// code:      WL-21
// kind:      policy
// basis:     pod
// severity:  medium
// title:     Name of an escape tool
// technique: T1611
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   A pod or container is named after a tool that breaks out of containers.
// triage:    Is a test announced? What did it reach?
// usual:     trainings
// with:      {"names": ["*nsenter*", "*everything-allowed*", "*priv-esc*", "*privesc*", "*escape*", "*hostpwn*", "*r00t*", "*breakout*", "*pwn*"]}
p.ok AND (fits(toLower(coalesce(c.name, '')), $names) OR any(name IN s.containers WHERE fits(toLower(name), $names)))
