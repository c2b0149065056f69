// Which ways through the picture some of its calls went: those of an alert, of a call's path, or of a value that is not
// shown by name.
import { signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { Lit, Polygraph } from "../api/types";
import { searchFor } from "../search/terms";
import { callDetail } from "./calls";
import { Loader } from "./loader";
import { pictureQuery, polygraph } from "./polygraph";
import { onGraph, scope, selected } from "./scope";

export interface Light {
  // the picture that the trails are of
  poly: Polygraph;
  // the alert or the value
  id: string;
  lit: Lit;
  // of an alert: what its users do otherwise
  usual: Lit | null;
}

export const light = new Loader<Light>();
// the value in a list that the pointer is on
export const pointed = signal("");

export function loadLight() {
  const poly = polygraph.data.value;
  const { kind, id } = selected.value;
  const value = pointed.value || (kind === "node" ? id : "");
  if (!poly || !onGraph.value) return light.clear();
  if (value.includes(":") && !poly.nodes.id.includes(value)) {
    const colon = value.indexOf(":");
    return ask(poly, value, { only: searchFor(value.slice(0, colon), value.slice(colon + 1)) });
  }
  const call = callDetail.data.value;
  if (kind === "alert" && !pointed.value) return ask(poly, id, { only: `alert:${id}`, usual: "true" });
  if (kind === "call" && call?.id === id) return ask(poly, id, { path: String(call.pathId) });
  light.clear();
}

function ask(poly: Polygraph, id: string, what: Record<string, string>) {
  const query = pictureQuery(scope.value);
  for (const [key, value] of Object.entries(what)) query.append(key, value);
  void light.load(async (abort) => ({
    poly,
    id,
    ...(await getJson<Pick<Light, "lit" | "usual">>("/v1/polygraph/light", query, abort)),
  }));
}
