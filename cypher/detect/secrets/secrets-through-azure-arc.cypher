// code:      SE-14
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     Secret or configmap through the Azure Arc proxy
// technique: T1552.007
// on:        get,list,watch secrets,configmaps
// needs:     level Metadata
// window:    90d
// meaning:   Somebody reads secrets through the proxy of Azure Arc in a namespace for the first time in the window.
// triage:    Who is behind the proxy?
// usual:     first uses of Azure Arc
// seen:      [p.user, p.impersonated_user, p.namespace]
p.ok AND p.user STARTS WITH 'system:serviceaccount:azure-arc:' AND NOT p.namespace STARTS WITH 'azure-arc' AND p.namespace <> 'kube-system'
