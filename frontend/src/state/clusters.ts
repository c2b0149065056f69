// The clusters that send calls.
import { ask } from "../api/client";
import { ClustersDocument } from "../api/generated/graphql";
import type { Cluster } from "../api/types";
import { Loader } from "./loader";

export const clusters = new Loader<Cluster[]>();

export function loadClusters() {
  void clusters.load(async (signal) => (await ask(ClustersDocument, {}, signal)).clusters);
}
