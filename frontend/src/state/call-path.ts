// The path of the call in the panel, so that the picture can light it.
import type { Polygraph } from "../api/types";
import { callDetail } from "./calls";
import { pathsById } from "./paths";
import { selected } from "./scope";

export function pathsOfCall(poly: Polygraph): number[] {
  const call = callDetail.data.value;
  const { kind, id } = selected.value;
  return kind === "call" && call?.id === id ? pathsById(poly, [call.pathId]) : [];
}
