// code:      DI-06
// kind:      threshold
// basis:     call
// severity:  medium
// title:     Allowed and refused requests mixed
// technique: T1613
// on:        * *
// needs:     level Metadata
// window:    10m
// at_least:  3
// under:     DE-03
// habit:     low
// meaning:   Somebody was refused on several things within ten minutes, and in the same hour got at others from the same address: they feel out what their credential reaches.
// triage:    Do they look for something, or do they lack a right that they need? What did they do with what was allowed?
// usual:     people with few rights, dashboards that list everything
// by:        [p.cluster, p.who, p.source_ip]
// of:        p.verb + ' ' + p.resource_name + '/' + p.subresource
p.code = 403 AND (p.who_kind IN ['person', 'anonymous'] OR p.who_kind = 'serviceaccount' AND p.network = 'external')
  AND size(COLLECT {
    MATCH (p)-[:AS_USER]->(:User)<-[:AS_USER]-(q:CallPath)
    WHERE q.ok AND q.source_ip = p.source_ip AND q.who = p.who AND q.did <> 'nothing' AND NOT q.resource STARTS WITH '/' AND q.resource <> p.resource
      AND (EXISTS { MATCH (h:PathHour {path: q.id, start: c.time / 3600000}) WHERE h.calls > 0 }
        OR EXISTS { MATCH (d:PathDay {path: q.id, day: c.time / 86400000}) WHERE d.hours[c.time / 3600000 % 24] > 0 })
    RETURN DISTINCT q.resource }) >= 3
