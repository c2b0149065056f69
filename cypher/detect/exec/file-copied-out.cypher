// code:      EX-13
// kind:      policy
// basis:     call
// severity:  medium
// title:     File copied out of a pod
// technique: T1005, T1041
// on:        create,get pods/exec
// needs:     level Metadata; field requestURI
// meaning:   `kubectl cp` out of a container: tar writes to its output.
// triage:    Which file? What is in it?
// usual:     developers who fetch dumps and logs
// with:      {"pattern": "(?is)(.*[ /])?tar +-?[a-z]*c[a-z]*( +-?[a-z]*f)? +-( .*)?"}
p.ok AND c.command =~ $pattern
