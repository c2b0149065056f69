// code:      WL-08
// kind:      policy
// basis:     pod
// severity:  critical
// title:     Socket of the container runtime mounted
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// meaning:   A pod mounts the socket of the container runtime: with it, it can start any container on the node.
// triage:    Who wrote the template? Stop the pod until that is known.
// usual:     old build systems, some node agents
// with:      {"sockets": ".*/(docker|containerd|crio|cri-dockerd|podman|dockershim)[.]sock"}
p.ok AND any(path IN s.host_paths WHERE path =~ $sockets)
