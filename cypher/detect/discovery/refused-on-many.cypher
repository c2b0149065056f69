// code:      DE-03
// kind:      threshold
// basis:     path
// severity:  medium
// title:     One user refused on many endpoints
// technique: T1613
// on:        * *
// needs:     level Metadata
// window:    5m
// at_least:  4
// habit:     low
// meaning:   Somebody tries out what they may do.
// triage:    Whose credential is it, from where?
// usual:     programs with wrong rights
// by:        [p.cluster, p.who, p.source_ip]
// of:        p.verb + ' ' + p.resource + '/' + p.subresource
p.code = 403 AND p.who_kind IN ['person', 'serviceaccount']
