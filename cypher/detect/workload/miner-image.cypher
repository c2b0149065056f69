// code:      WL-18
// kind:      policy
// basis:     pod
// severity:  high
// title:     Crypto miner
// technique: T1496
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   The image or the name of a container is that of a crypto miner.
// triage:    Who made it, with which credential? Look for more of them.
// usual:     none
// with:      {"miners": ["*xmrig*", "*xmr-stak*", "*minerd*", "*cpuminer*", "*ethminer*", "*nicehash*", "*minergate*", "*monero*", "*cryptonight*", "*t-rex-miner*", "*kannix/*"]}
p.ok AND any(k IN containers WHERE fits(toLower(coalesce(k.image, '')), $miners) OR fits(toLower(coalesce(k.name, '')), $miners))
