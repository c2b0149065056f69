// Who one is here, and what was done to graphsvc itself. Only the account page asks, and brings this with it.
import { ask, getJson } from "../api/client";
import { ActsDocument, type ActsQuery } from "../api/generated/later/graphql";
import { Loader } from "./loader";

export interface Me {
  name: string;
  role: string;
  rights: string[];
  // null: all
  clusters: string[] | null;
  namespaces: string[] | null;
}

export type Act = ActsQuery["acts"]["acts"][number];

export const me = new Loader<Me>();
export const acts = new Loader<Act[]>();

// Those who administer some clusters only are told nothing of the whole.
export const mayAskForActs = (of: Me) => of.rights.includes("administer") && !of.clusters && !of.namespaces;

export async function loadAccount() {
  await me.load((signal) => getJson<Me>("/v1/me", new URLSearchParams(), signal));
  if (me.data.value && mayAskForActs(me.data.value)) {
    await acts.load(async (signal) => (await ask(ActsDocument, {}, signal)).acts.acts);
  }
}
