// The terms that together mean the path of a call: every value it has, and none where it has none.
import type { Field } from "./query";
import { exactly } from "./terms";

export type PathValues = Partial<Record<Field, string | string[] | number | null>>;

export function pathTerms(values: PathValues): string[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const all = [value ?? ""].flat().map(String).filter(Boolean);
    return all.length ? all.map((one) => exactly(field, one)) : [`-${field}:*`];
  });
}
