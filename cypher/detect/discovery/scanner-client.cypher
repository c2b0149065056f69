// code:      DI-07
// kind:      policy
// basis:     path
// severity:  high
// title:     Scanner or pentest client
// technique: T1613, T1595
// on:        * *
// needs:     level Metadata; field userAgent
// meaning:   The client names itself as a tool that looks for weaknesses.
// triage:    Is a test announced?
// usual:     audits of one's own
// with:      {"clients": ["*access_matrix*", "*rakkess*", "*trufflehog*", "*azurehound*", "*kube-hunter*", "*kubeletctl*", "*peirates*", "*kdigger*", "*nuclei*", "*nmap*", "*zgrab*", "*masscan*", "*stratus-red-team*", "*kubehound*"]}
fits(toLower(p.client), $clients) AND p.code <> 401
