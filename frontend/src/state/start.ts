// What the page asks after which change. Everything else in this folder waits to be asked; components read signals.
import { effect, untracked } from "@preact/signals";
import { alertKey, loadAlert, loadAlerts, wantedAlert } from "./alerts";
import { callDetail, calls, loadCall, loadCalls } from "./calls";
import { loadClusters } from "./clusters";
import { detectionKey, loadDetections } from "./detections";
import { emptyScope, loadElsewhere } from "./elsewhere";
import { loadDropped, loadIntake, loadRejected } from "./intake";
import { loadLight, pointed } from "./light";
import { drawingKey, loadPolygraph, polygraph } from "./polygraph";
import { LOOK_AGAIN, loadProblems } from "./problems";
import { besideKey, besideScope, onGraph, place, scopeKey, selected, tick } from "./scope";
import { loadTimeline } from "./timeline";
import { allOf, loadDetails } from "./values";

export function startAsking() {
  // Rows of one table never stand under the name of another.
  effect(() => {
    place.value;
    untracked(() => calls.clear());
  });
  when([scopeKey, drawingKey, onGraph], loadPolygraph);
  when([polygraph.data, selected, pointed, callDetail.data, onGraph], loadLight);
  when([besideKey, allOf, onGraph], loadDetails);
  when([besideKey, onGraph], () => {
    if (onGraph.value) void loadTimeline(besideScope.value);
  });
  when([besideKey, place], loadCalls);
  when([alertKey, place], loadAlerts);
  when([wantedAlert, tick], loadAlert);
  when([emptyScope], loadElsewhere);
  when([selected, tick], loadCall);
  when([selected, tick], loadRejected);
  when([selected, scopeKey], loadDropped);
  when([scopeKey, place], loadIntake);
  when([tick], loadClusters);
  when([detectionKey], loadDetections);
  when([tick], loadProblems);
  setInterval(loadProblems, LOOK_AGAIN);
}

const DEBOUNCE = 40;

// Depends on the keys alone, so that opening a panel asks the server for nothing but the panel.
function when(keys: { value: unknown }[], load: () => void) {
  effect(() => {
    for (const key of keys) key.value;
    const timer = setTimeout(() => untracked(load), DEBOUNCE);
    return () => clearTimeout(timer);
  });
}
