// code:      NO-01
// kind:      policy
// basis:     call
// severity:  high
// title:     Kubelet reached through the API server
// technique: T1611, T1613
// on:        * nodes/proxy
// needs:     level Metadata; field requestURI
// habit:     medium
// meaning:   Somebody talks to a kubelet as the API server: logs, commands, and the environment of all pods of the node.
// triage:    Who may use `nodes/proxy`, and why?
// usual:     none
// with:      {"usual": "(?i).*/proxy/(metrics(/.*)?|healthz|stats(/summary)?|configz)/?([?].*)?"}
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT c.uri =~ $usual
