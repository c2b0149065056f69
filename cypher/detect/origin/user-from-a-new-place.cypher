// code:      OR-04
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     User from a new place
// technique: T1078.004
// on:        * *
// needs:     level Metadata; field sourceIPs; field country
// window:    90d
// under:     OR-05
// meaning:   Somebody who called from elsewhere before calls from a country, or from a network (AS number), from which they did not call in the window. Who is met for the first time has no place yet that this one could be compared with.
// triage:    Are they on a journey, or do they use another provider? What did they do from there that they usually do not?
// usual:     journeys, mobile networks, VPNs; a new network in a country that is known is less loud
// seen:      [t IN [[p.user, 'country', p.country], [p.user, 'AS', toString(coalesce(p.asn, 0))]] WHERE t[2] <> '0']
// because:   p.user + ' from ' + p.country + CASE WHEN p.asn > 0 THEN ', AS' + toString(p.asn) + ' ' + p.as_name ELSE '' END
// louder:    CASE WHEN EXISTS { MATCH (p)-[:AS_USER]->(:User)<-[:AS_USER]-(q:CallPath) WHERE q.first_seen < p.first_seen AND q.country = p.country } THEN 'low' WHEN EXISTS { MATCH (p)-[:AS_USER]->(:User)<-[:AS_USER]-(q:CallPath) WHERE q.first_seen < p.first_seen AND q.country <> p.country } THEN 'medium' ELSE 'info' END
p.country <> '' AND p.code <> 401 AND NOT p.who_kind IN ['anonymous', 'unknown', 'node', 'controlplane'] AND NOT p.user IN ['', '<unknown>', 'system:anonymous']
