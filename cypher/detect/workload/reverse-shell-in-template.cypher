// code:      WL-20
// kind:      policy
// basis:     pod
// severity:  high
// title:     Reverse shell in a pod's command
// technique: T1059.004
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   The command, a probe or a hook of a container has the form of a shell that connects back to somebody.
// triage:    Where does it connect to? Who wrote it?
// usual:     none
// with:      {"pattern": "(?is).*(/dev/(tcp|udp)/|\\b(nc|ncat|netcat)\\b.*( -[a-z]*[ec]\\b|--(exec|sh-exec))|mkfifo|socat.*\\b(exec|system):|\\b(ba|z|da|a)?sh -i\\b|import socket.*connect|fsockopen|TCPSocket[.]new|use Socket;|IO::Socket::INET|net[.]Dial|openssl s_client.*(sh|mkfifo)).*", "harmless": "(?is).*/dev/tcp/(127[.]0[.]0[.]1|localhost)/.*"}
p.ok AND any(k IN containers WHERE any(line IN coalesce(k.hooks, []) + [coalesce(k.command, '')] WHERE line =~ $pattern AND NOT line =~ $harmless))
