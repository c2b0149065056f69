// code:      EX-10
// kind:      policy
// basis:     call
// severity:  high
// title:     Exec with a reverse shell
// technique: T1059.004
// on:        create,get pods/exec,pods/attach,nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command in a container has the form of a shell that connects back to somebody.
// triage:    Where does it connect to? Isolate the pod, and look at what its service account did.
// usual:     probes that open a port by hand
// with:      {"pattern": "(?is).*(/dev/(tcp|udp)/|\\b(nc|ncat|netcat)\\b.*( -[a-z]*[ec]\\b|--(exec|sh-exec))|mkfifo|socat.*\\b(exec|system):|\\b(ba|z|da|a)?sh -i\\b|import socket.*connect|fsockopen|TCPSocket[.]new|use Socket;|IO::Socket::INET|net[.]Dial|openssl s_client.*(sh|mkfifo)).*", "harmless": "(?is).*/dev/tcp/(127[.]0[.]0[.]1|localhost)/.*"}
p.ok AND c.command =~ $pattern AND NOT c.command =~ $harmless
