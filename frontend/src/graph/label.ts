// Labels are shortened from the front: what all values share is muted or cut, what tells them apart stays.
import type { GraphNode } from "./fold";

export type Measure = (text: string, size: number, weight?: number) => number;

export interface Label {
  muted: string;
  main: string;
  after: string;
}

export function split(column: number, text: string): [string, string] {
  if (column === 1) return splitGroup(text);
  if (column === 2) return splitCloud(text);
  if (column === 3 || column === 4) return splitUser(text);
  if (column === 5) {
    const found = /^([^/]+\/)(.+)$/.exec(text);
    return found ? [found[1] as string, found[2] as string] : ["", text];
  }
  const status = column === 7 ? /^(\d{3} )(.+)$/.exec(text) : null;
  return status ? [status[1] as string, status[2] as string] : ["", text];
}

function splitGroup(text: string): [string, string] {
  const account = /^system:serviceaccounts, system:serviceaccounts:(.+)$/.exec(text);
  if (account) return ["sa ", account[1] as string];
  return text.startsWith("system:") ? ["system:", text.slice(7)] : ["", text];
}

function splitCloud(text: string): [string, string] {
  const last = text.startsWith("arn:") ? text.lastIndexOf("/") : -1;
  return ["", text.slice(last + 1)];
}

function splitUser(text: string): [string, string] {
  const account = /^system:serviceaccount:([^:]+):(.+)$/.exec(text);
  if (account) return [`sa ${account[1]}/`, account[2] as string];
  if (text.startsWith("system:node:")) return ["node ", text.slice(12)];
  return text.startsWith("system:") ? ["system:", text.slice(7)] : ["", text];
}

export const plain = (column: number, text: string) => split(column, text).join("");

export function labelOf(node: GraphNode): Label {
  if (node.kind === "more")
    return { muted: node.opened ? "− fewer" : `+ ${node.members.length} more`, main: "", after: "" };
  if (node.kind === "group") return { muted: "", main: node.label, after: ` · ${node.members.length}` };
  const [muted, main] = split(node.column, node.label);
  return { muted, main, after: "" };
}

// Fits a label into a number of pixels.
export function fitLabel(label: Label, column: number, room: number, size: number, measure: Measure): Label {
  const wide = (muted: string, main: string) => measure(muted + main + label.after, size) <= room;
  if (wide(label.muted, label.main)) return label;
  // The number of members gives way before the name of the group.
  if (label.after) return fitLabel({ ...label, after: "" }, column, room, size, measure);
  const found = shorten(label.muted, label.main, column, wide);
  return { muted: found[0], main: found[1], after: label.after };
}

type Fits = (muted: string, main: string) => boolean;

function shorten(muted: string, main: string, column: number, fits: Fits): [string, string] {
  if (column === 7) return [muted, fits(muted, "Abc…") ? cutEnd(muted, main, fits) : ""];
  const space = /^(sa )?(.+)\/$/.exec(muted);
  const kept = space ? shortSpace(space[1] ?? "", space[2] as string, main, fits) : fits("…", main) ? "…" : null;
  if (kept !== null && muted) return [kept, main];
  const tail = [1, 2, 3, 4].includes(column);
  return ["", tail ? cutEnd("", main, fits) : cutMiddle(main, fits)];
}

function shortSpace(lead: string, space: string, main: string, fits: Fits): string | null {
  for (let keep = space.length - 1; keep >= 3; keep--) {
    const muted = `${lead}${space.slice(0, keep)}…/`;
    if (fits(muted, main)) return muted;
  }
  return [`${lead}…/`, "…/"].find((muted) => fits(muted, main)) ?? null;
}

function cutEnd(muted: string, main: string, fits: Fits): string {
  let keep = main.length - 1;
  while (keep > 1 && !fits(muted, `${main.slice(0, keep)}…`)) keep--;
  return `${main.slice(0, keep)}…`;
}

function cutMiddle(main: string, fits: Fits): string {
  const cut = (keep: number) =>
    `${main.slice(0, Math.ceil(keep * 0.55))}…${main.slice(main.length - Math.floor(keep * 0.45))}`;
  let keep = main.length - 1;
  while (keep > 3 && !fits("", cut(keep))) keep--;
  return cut(keep);
}

export function short(count: number): string {
  if (count < 1000) return String(count);
  if (count < 10_000) return `${Math.floor(count / 100) / 10}k`;
  if (count < 1_000_000) return `${Math.round(count / 1000)}k`;
  return `${Math.floor(count / 100_000) / 10}M`;
}
