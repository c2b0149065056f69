// The values of columns: what is known of the one in the panel, and the lists that open behind a `+`.
import { signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { ColumnKey, ValueList, Values } from "../api/types";
import { ListLoader, Loader, type Rows } from "./loader";
import { besideScope, narrowed, onGraph, scope, scopeQuery, selected, selectedSearch } from "./scope";

export interface Value {
  id: string;
  name: string;
  className: string;
  calls: number;
  denied: number;
}

export const details = new Loader<Values>();

// Values that the panel lists of each column at first, and after "all".
const FIRST = 8;
const MOST = 1000;
const PAGE_SIZE = 200;

export const allOf = signal("");

export function loadDetails() {
  if (!selectedSearch.value || !onGraph.value) return details.clear();
  const query = scopeQuery(besideScope.value);
  query.append("first", String(allOf.value === selected.value.id ? MOST : FIRST));
  void details.load((abort) => getJson<Values>("/v1/polygraph/values", query, abort));
}

export function valuesOf(key: ColumnKey, list: ValueList): Value[] {
  return list.name.map((name, at) => ({
    id: `${key}:${name}`,
    name,
    className: list.class[at] ?? "",
    calls: list.calls[at] ?? 0,
    denied: list.denied[at] ?? 0,
  }));
}

interface ValueRows extends Rows<Value> {
  total: number;
}

// One opened group: its values as far as they were scrolled to, of those that contain the text.
export class GroupValues {
  readonly text = signal("");
  readonly values = new ListLoader<ValueRows>((after, abort) => this.page(Number(after ?? 0), abort));

  constructor(
    private readonly key: ColumnKey,
    private readonly search: string,
  ) {}

  readonly filter = (text: string) => {
    this.text.value = text;
    void this.values.loadFirst();
  };

  private async page(skip: number, abort: AbortSignal): Promise<ValueRows> {
    const query = scopeQuery(narrowed(scope.value, this.search));
    query.append("column", this.key);
    query.append("text", this.text.value);
    query.append("skip", String(skip));
    query.append("first", String(PAGE_SIZE));
    const list = (await getJson<Values>("/v1/polygraph/values", query, abort)).columns[this.key] as ValueList;
    const end = skip + list.name.length;
    return { rows: valuesOf(this.key, list), total: list.total, more: end < list.total ? String(end) : null };
  }
}
