// code:      EX-12
// kind:      policy
// basis:     call
// severity:  low
// title:     Exec of a shell or an admin tool
// technique: T1609
// on:        create,get pods/exec
// needs:     level Metadata; field requestURI
// meaning:   A shell, an interpreter or a network tool was run in a container.
// triage:    Read the whole command. A shell alone says that somebody typed what the log does not show.
// usual:     debugging by developers and on-call engineers
// with:      {"pattern": "(?is)(.*[ /])?(ash|bash|busybox|dash|sh|zsh|curl|wget|kubectl|perl|python[0-9.]*)( .*)?"}
p.ok AND c.command =~ $pattern
