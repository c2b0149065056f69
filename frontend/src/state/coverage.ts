// Which detections the log of each cluster can feed. Only the page of detections asks, and brings this with it.
import { ask } from "../api/client";
import { CoverageDocument } from "../api/generated/later/graphql";
import type { Coverage } from "../api/types";
import { Loader } from "./loader";

export const coverage = new Loader<Coverage[]>();

export function loadCoverage() {
  void coverage.load(async (signal) => (await ask(CoverageDocument, {}, signal)).coverage);
}
