// code:      SE-10
// kind:      anomaly
// basis:     path
// severity:  high
// title:     Secrets listed from an unusual network
// technique: T1552.007
// on:        list secrets
// needs:     level Metadata; field sourceIPs; field asn
// window:    90d
// meaning:   Secrets were listed by somebody from a network (AS number) from which they did not list any in the window, and from which they did not call before.
// triage:    Whose network is it, and is the caller known to work from there?
// usual:     journeys, VPNs, a cloud whose CI lists secrets for the first time; from a network that the caller uses anyway it is less loud
// seen:      [p.user, toString(p.asn)]
// because:   p.user + ' from AS' + toString(p.asn) + ' ' + p.as_name
// louder:    CASE WHEN EXISTS { MATCH (p)-[:AS_USER]->(:User)<-[:AS_USER]-(q:CallPath) WHERE q.first_seen < p.first_seen AND q.asn = p.asn } THEN 'low' ELSE 'high' END
p.ok AND p.asn > 0 AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
