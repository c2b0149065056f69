// code:      GR-11
// kind:      sequence
// basis:     path
// severity:  medium
// title:     Refused, then allowed
// technique: T1098.006
// on:        write,remove *; get,list,watch secrets; create,get pods/exec,pods/attach
// needs:     level Metadata
// window:    60m
// steps:     refused, allowed
// habit:     low
// meaning:   A caller that was refused got the same thing within the hour.
// triage:    What changed in between: a binding, another identity from the same address?
// usual:     people who ask an administrator for a right
// by:        [p.cluster, p.who, p.verb, p.resource, p.subresource, p.namespace]
// step:      CASE WHEN p.ok THEN 'allowed' ELSE 'refused' END
(p.ok OR p.code = 403) AND p.who_kind IN ['person', 'serviceaccount']
