// code:      OR-03
// kind:      policy
// basis:     path
// severity:  low
// title:     Request from an anonymising proxy
// technique: T1090
// on:        * *
// needs:     level Metadata; field sourceIPs
// meaning:   A request came from an address of your list of proxies and VPN exits.
// triage:    What did the caller do before and after, and does it usually come from elsewhere?
// usual:     scanners that try every address of the internet; researchers of your own
// louder:    CASE WHEN p.ok THEN 'low' ELSE 'low' END
// with:      {"addresses": []}
p.network = 'external' AND fits(p.source_ip, $addresses)
