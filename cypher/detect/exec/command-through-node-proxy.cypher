// code:      EX-16
// kind:      policy
// basis:     call
// severity:  high
// title:     Command through the proxy of a node
// technique: T1609
// on:        * nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command was run in a container through the kubelet's own interface, past the audit of `pods/exec` and past admission.
// triage:    Who may use `nodes/proxy`, and why?
// usual:     none
// with:      {"pattern": "(?is).*/proxy/(run|exec|attach|portforward|cri)/.*"}
p.ok AND c.uri =~ $pattern
