// code:      WL-13
// kind:      policy
// basis:     pod
// severity:  low
// title:     Shared process namespace
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// meaning:   Containers of a pod see each other's processes, environment and files.
// triage:    Which containers share?
// usual:     debugging, sidecars that send signals
p.ok AND s.shares_processes
