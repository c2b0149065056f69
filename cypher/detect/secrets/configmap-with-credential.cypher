// code:      CM-01
// kind:      policy
// basis:     body
// severity:  medium
// title:     Configmap with a credential
// technique: T1552.001
// on:        write configmaps
// needs:     level Request
// meaning:   A config map has a key that is named as a credential; everybody who may read config maps reads it.
// triage:    Move it to a secret, and change it.
// usual:     settings that only name a credential
// with:      {"keys": "(?i)(data|binaryData)[.][^=]*(aws_access_key_id|aws-access-key-id|aws_s3_access_key_id|password|passphrase|secret_key)[^=]*=.*"}
p.ok AND any(leaf IN s.leaves WHERE leaf =~ $keys)
