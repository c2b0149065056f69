// The stories that the alerts make, worst first. Only the page of alerts shows them, so it asks for them itself.
import { ask } from "../api/client";
import { StoriesDocument } from "../api/generated/later/graphql";
import type { Story } from "../api/types";
import { alertFilters } from "./alerts";
import { cursorOf, ListLoader, type Rows } from "./loader";

interface Stories extends Rows<Story> {
  total: number;
  complete: boolean;
}

export const stories = new ListLoader<Stories>(storyPage);

const PAGE_SIZE = 30;

async function storyPage(after: string | null, signal: AbortSignal): Promise<Stories> {
  const found = (await ask(StoriesDocument, { ...alertFilters(), first: PAGE_SIZE, after }, signal)).stories;
  const { edges, pageInfo, total, complete } = found;
  return { rows: edges.map(({ node }) => node), more: cursorOf(pageInfo), total, complete };
}
