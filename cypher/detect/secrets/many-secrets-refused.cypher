// code:      SE-02
// kind:      threshold
// basis:     call
// severity:  medium
// title:     Many secrets refused
// technique: T1552.007
// on:        get,list secrets
// needs:     level Metadata
// window:    60m
// at_least:  20
// meaning:   Somebody tries names of secrets, or reads where they may not.
// triage:    Whose credential is it?
// usual:     programs with wrong rights
// by:        [p.cluster, p.who, p.source_ip]
// of:        p.namespace + '/' + coalesce(c.name, '*')
p.code IN [401, 403, 404] AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
