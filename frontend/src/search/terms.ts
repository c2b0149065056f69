// The search text as a list of top-level terms: pills, and what the buttons "only this" and "exclude" write.
import { parse } from "./parse";
import type { Query } from "./query";

export interface Pill {
  text: string;
  excluded: boolean;
}

// A text that cannot be read has no pills.
export function pills(text: string): Pill[] {
  const query = read(text);
  if (!query) return [];
  const chars = [...text];
  return topLevel(query, chars).map((part) => ({
    text: chars.slice(part.start, part.end).join(""),
    excluded: part.type === "not",
  }));
}

function read(text: string): Query | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function topLevel(query: Query, chars: string[]): Query[] {
  const bracketed = chars[query.start] === "(" && query.type !== "term";
  return query.type === "and" && !bracketed ? query.parts : [query];
}

export function removePill(text: string, index: number): string {
  return texts(text)
    .filter((_, at) => at !== index)
    .join(" ");
}

export function flipPill(text: string, index: number): string {
  const list = pills(text);
  return list.map((pill, at) => (at === index ? flip(pill) : pill.text)).join(" ");
}

function flip(pill: Pill): string {
  if (!pill.excluded)
    return `-${/\s|\|/.test(pill.text) && !/^[\w:=!<>]*"|^\(/.test(pill.text) ? `(${pill.text})` : pill.text}`;
  return pill.text.replace(/^(NOT\s+|[-!])/, "");
}

function texts(text: string): string[] {
  return pills(text).map((pill) => pill.text);
}

// Adds terms; a term that is there already, or its opposite, is not kept twice.
export function addTerms(text: string, more: string): string {
  const added = texts(more).length ? texts(more) : [more.trim()];
  const opposite = new Set(added.flatMap((term) => [term, `-${term}`, term.replace(/^-/, "")]));
  const list = pills(text);
  const kept = list.length ? list.map((pill) => pill.text).filter((term) => !opposite.has(term)) : [text.trim()];
  const needsBrackets = kept.length === 1 && /\sOR\s|\|/.test(kept[0] as string) && !/^-?\(|"/.test(kept[0] as string);
  return [...(needsBrackets ? [`(${kept[0]})`] : kept), ...added].filter(Boolean).join(" ");
}

export function quote(value: string): string {
  return /^[\w./-]+$/.test(value) && !/^(OR|AND|NOT|-)/.test(value) ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

const FIELDS: Record<string, string> = {
  sourceIp: "ip",
  group: "group",
  cloudUser: "aws",
  user: "user",
  impersonatedUser: "as",
  resource: "resource",
  action: "action",
  status: "status",
  cluster: "cluster",
};

// The search for exactly this value of a column, letter by letter, as the server writes it for nodes.
export const searchFor = (column: string, value: string) => `${FIELDS[column]}:==${quote(value)}`;

export const exactly = (field: string, value: string) => `${field}:=${quote(value)}`;

export const negate = (search: string) => (pills(search).length === 1 ? `-${search}` : `-(${search})`);

// -pod also takes away every exec into a pod; -name:pod only what is called so.
export function narrower(text: string, index: number): string | null {
  const list = pills(text);
  const word = /^-([\w.-]+)$/.exec(list[index]?.text ?? "")?.[1];
  if (!word) return null;
  return list.map((pill, at) => (at === index ? `-name:${word}` : pill.text)).join(" ");
}
