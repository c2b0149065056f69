// code:      SE-07
// kind:      policy
// basis:     path
// severity:  high
// title:     Secret read with a scripting client
// technique: T1552.007
// on:        get,list secrets
// needs:     level Metadata; field userAgent
// habit:     low
// meaning:   A secret was read with curl, a script or a scanner: not with the clients that people and programs usually use.
// triage:    From where, with whose credential?
// usual:     scripts of administrators
// with:      {"clients": ["curl*", "wget*", "python*", "perl*", "java/*", "node*", "php*", "ruby*", "axios*", "okhttp*", "postmanruntime*", "*kali*", "libwww*", "httpie*"]}
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND fits(toLower(p.client), $clients)
