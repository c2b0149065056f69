// Labels are shortened from the front: what all values share is muted or cut, what tells them apart stays. No two labels
// of a column are equal.
import { count } from "../ui/format";
import type { GraphNode } from "./graph";

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

// Marks stacked on one letter would leave the box.
const calm = (text: string) => text.replace(/(\p{M}{2})\p{M}+/gu, "$1");

export function labelOf(node: GraphNode): Label {
  if (node.kind === "more") return { muted: `+ ${count(node.values)} more`, main: "", after: "" };
  if (node.kind === "steady") return { muted: `≈ ${count(node.values)} steady`, main: "", after: "" };
  if (node.kind === "group") return { muted: "", main: node.label, after: ` · ${count(node.values)}` };
  const [muted, main] = split(node.of, calm(node.label));
  return { muted, main, after: "" };
}

export interface Wanted {
  node: GraphNode;
  label: Label;
  // pixels
  room: number;
}

// The labels of a column, fitted together: those that would read the same are cut where they differ.
export function fitColumn(wanted: Wanted[], size: number, measure: Measure): Label[] {
  const cutTo = ({ node, label }: Wanted, room: number) => fitLabel(label, node.of, room, size, measure);
  const fitted = wanted.map((one) => cutTo(one, one.room));
  // One letter more of the same is no difference that anybody sees: they are compared at one width.
  const least = Math.min(...wanted.map(({ room }) => room));
  let looks = wanted.map((one) => look(cutTo(one, least)));
  for (let round = 0; round < ROUNDS; round++) {
    const alike = same([...wanted.keys()], (at) => looks[at] ?? "");
    if (!alike.length) break;
    const names = (group: number[]) => group.map((at) => ({ at, text: [...calm(wanted[at]?.node.label ?? "")] }));
    for (const group of alike)
      for (const [at, main] of apart(names(group), (text) => measure(text, size) <= least))
        fitted[at] = { muted: "", main, after: "" };
    looks = fitted.map(look);
  }
  // Names that differ in nothing that can be seen are numbered.
  for (const group of same([...wanted.keys()], (at) => look(fitted[at])))
    group.forEach((at, number) => {
      const own = { muted: "", main: `${fitted[at]?.muted}${fitted[at]?.main}`.replace(/…$/, "") };
      const after = ` (${number + 1})`;
      const wide = (muted: string, main: string) => measure(`${muted}${main}${after}`, size) <= (wanted[at]?.room ?? 0);
      fitted[at] = { ...own, main: wide("", own.main) ? own.main : cutEnd("", own.main, wide), after };
    });
  return fitted;
}

// What was told apart in one group may then read like one of another group.
const ROUNDS = 4;

// What a reader can tell of a label: blanks at its ends and letters without a shape are no difference.
export const look = (label: Label | undefined) =>
  `${label?.muted ?? ""}${label?.main ?? ""}${label?.after ?? ""}`
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();

// Lists of at least two with the same key.
function same<T>(list: T[], key: (one: T) => string): T[][] {
  const found = new Map<string, T[]>();
  for (const one of list) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return [...found.values()].filter((alike) => alike.length > 1);
}

interface Name {
  at: number;
  // letters
  text: string[];
}

// From where the names begin to differ, as far as there is room; what is the same as far as that goes on from there.
function apart(names: Name[], fits: (text: string) => boolean): Map<number, string> {
  const shared = prefix(names.map(({ text }) => text));
  const from = shared > 3 ? shared - 2 : 0;
  const texts = new Map(names.map(({ at, text }) => [at, part(text, from, fits)]));
  for (const alike of same(names, ({ at }) => texts.get(at) ?? ""))
    if (alike.length < names.length || prefix(alike.map(({ text }) => text)) > shared)
      for (const [at, text] of apart(alike, fits)) texts.set(at, text);
    else for (const { at, text } of alike) texts.set(at, part(text, shared, fits));
  return texts;
}

function prefix(texts: string[][]): number {
  const first = texts[0] ?? [];
  const end = first.findIndex((letter, at) => texts.some((text) => text[at] !== letter));
  return end < 0 ? first.length : end;
}

function part(text: string[], from: number, fits: (cut: string) => boolean): string {
  const lead = from > 0 ? "…" : "";
  const whole = lead + text.slice(from).join("");
  if (fits(whole)) return whole;
  let keep = text.length - from - 1;
  const cut = () => `${lead}${text.slice(from, from + keep).join("")}…`;
  while (keep > 1 && !fits(cut())) keep--;
  return cut();
}

// Fits a label into a number of pixels.
export function fitLabel(label: Label, column: number, room: number, size: number, measure: Measure): Label {
  const wide = (muted: string, main: string) => measure(muted + main + label.after, size) <= room;
  if (wide(label.muted, label.main)) return label;
  // Of what has no name the number stays.
  if (!label.main) return { ...label, muted: label.muted.replace(/ [a-z]+$/, "") };
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
  const tail = [0, 1, 2, 3, 4].includes(column);
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
