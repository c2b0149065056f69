// code:      EV-05
// kind:      policy
// basis:     call
// severity:  info
// title:     Deprecated or removed API called
// on:        * *
// needs:     level Metadata
// meaning:   A version of an API was used that goes away, or has gone in newer releases: the API server said so, or it is on the list.
// triage:    Which program is it? It stops working with the release that the call names.
// usual:     old charts, operators and scripts
// because:   coalesce(c.api_version, 'this version') + CASE WHEN c.removed_release IS NOT NULL THEN ' goes away in ' + c.removed_release ELSE ' is deprecated' END
// with:      {"versions": ["extensions/v1beta1", "apps/v1beta1", "apps/v1beta2", "policy/v1beta1", "batch/v1beta1", "batch/v2alpha1", "networking.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1beta1", "autoscaling/v2beta1", "autoscaling/v2beta2", "apiextensions.k8s.io/v1beta1", "apiregistration.k8s.io/v1beta1", "discovery.k8s.io/v1beta1", "events.k8s.io/v1beta1", "scheduling.k8s.io/v1beta1", "node.k8s.io/v1beta1", "flowcontrol.apiserver.k8s.io/v1beta1", "flowcontrol.apiserver.k8s.io/v1beta2", "flowcontrol.apiserver.k8s.io/v1beta3"]}
p.ok AND (c.removed_release IS NOT NULL OR c.api_version IN $versions OR 'k8s.io/deprecated=true' IN c.notes)
