// does: Leaves the batch's new calls for the detections, which take it away when they are done with it.
CREATE (:Batch {
  id: $id, cluster: $cluster, learn: $learn, calls: $calls, paths: $paths, written: timestamp()
})
