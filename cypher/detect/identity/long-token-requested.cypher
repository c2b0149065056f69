// code:      SA-11
// kind:      policy
// basis:     token
// severity:  medium
// title:     Token that lasts long, or is for somebody else
// technique: T1528
// on:        create serviceaccounts/token
// needs:     level Request
// meaning:   Somebody asked for a token that outlasts a working day.
// triage:    Who holds it?
// usual:     CI systems
// with:      {"seconds": 86400}
p.ok AND NOT p.who_kind IN ['controlplane', 'platform', 'node'] AND s.seconds > $seconds
