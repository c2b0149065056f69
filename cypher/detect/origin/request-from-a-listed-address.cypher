// code:      OR-02
// kind:      policy
// basis:     path
// severity:  high
// title:     Request from a known bad or listed address
// technique: T1078
// on:        * *
// needs:     level Metadata; field sourceIPs
// habit:     low
// meaning:   A request came from an address of your list of bad ones.
// triage:    What did the caller do before and after, and does it usually come from elsewhere?
// usual:     scanners that try every address of the internet; researchers of your own
// louder:    CASE WHEN p.ok THEN 'high' ELSE 'low' END
// with:      {"addresses": []}
p.network = 'external' AND fits(p.source_ip, $addresses)
