// code:      WL-10
// kind:      policy
// basis:     pod
// severity:  high
// title:     Dangerous Linux capabilities
// technique: T1611
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   A container gets rights of the kernel that lead out of it.
// triage:    Which capability, for what?
// usual:     network and storage drivers
// with:      {"capabilities": ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "SYS_BOOT", "SYSLOG", "DAC_READ_SEARCH", "DAC_OVERRIDE", "NET_ADMIN", "BPF"]}
p.ok AND any(name IN s.capabilities WHERE replace(toUpper(name), 'CAP_', '') IN $capabilities)
