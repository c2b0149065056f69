// The detections that run.
import { computed } from "@preact/signals";
import { ask } from "../api/client";
import { type DetectionKind, DetectionsDocument } from "../api/generated/graphql";
import type { Detection } from "../api/types";
import { Loader } from "./loader";
import { view } from "./router";
import { list, tick } from "./scope";

export const detections = new Loader<Detection[]>();

export const detectionKey = computed(() =>
  JSON.stringify([view.value.page, view.value.kind, view.value.q, tick.value]),
);

export function loadDetections() {
  const { page, kind, q } = view.value;
  if (page !== "detections") return;
  const variables = { kind: list<DetectionKind>(kind), search: q };
  void detections.load(async (signal) => (await ask(DetectionsDocument, variables, signal)).detections);
}
