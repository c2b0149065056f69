// question: From which addresses do the nodes and the control plane of this cluster call?
// returns:  address, node or controlplane
MATCH (:Cluster {name: $cluster})<-[r:NODE_OF|CONTROL_PLANE_OF]-(ip:SourceIp)
RETURN ip.name, CASE type(r) WHEN 'NODE_OF' THEN 'node' ELSE 'controlplane' END
