// code:      EX-14
// kind:      policy
// basis:     call
// severity:  high
// title:     Exec with an external address
// technique: T1059.004
// on:        create,get pods/exec,pods/attach,nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command in a container holds an address on the internet, as a number.
// triage:    Who owns the address? What was sent or fetched?
// usual:     lookups with public name servers
// with:      {"pattern": "(?s).*(?<![0-9.])(?!10[.]|127[.]|0[.]|255[.]|169[.]254[.]|192[.]168[.]|172[.](1[6-9]|2[0-9]|3[01])[.])(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})([.](25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}(?![0-9.]).*"}
p.ok AND c.command =~ $pattern
