// The view as it stands in the address: everything a link must reproduce, and nothing else. Pure.

export const PAGES = ["polygraph", "alerts", "detections", "clusters", "intake", "account"] as const;
export type Page = (typeof PAGES)[number];
export const TABS = ["calls", "errors", "alerts"] as const;
export type Tab = (typeof TABS)[number];

export interface View {
  page: Page;
  q: string;
  // "" = no bound; "-24h" = relative to now; otherwise an ISO 8601 time
  from: string;
  to: string;
  clusters: string[];
  tab: Tab;
  // what the side panel shows: node:<id>, call:<id>, alert:<id>, noise:<rule>, rejected:<id>
  sel: string;
  // ids of opened group nodes
  open: string[];
  // ids of values that are shown by name in any case
  keep: string[];
  // shown table columns; null = the default choice
  cols: string[] | null;
  // draw only the paths of this alert
  only: string;
  outline: boolean;
  // steady machine traffic by name, as all other: else it is a band a column
  steady: boolean;
  // alerts of this detection only, by its code
  code: string;
  severity: string[];
  kind: string[];
  status: string[];
  // parameters of other versions: kept, ignored
  rest: [string, string][];
}

export const DEFAULTS: View = {
  page: "polygraph",
  q: "",
  from: "",
  to: "",
  clusters: [],
  tab: "calls",
  sel: "",
  open: [],
  keep: [],
  cols: null,
  only: "",
  outline: false,
  steady: false,
  code: "",
  severity: [],
  kind: [],
  status: [],
  rest: [],
};

export interface Address {
  path: string;
  search: string;
}

const TIME = /^(-\d+(m|h|d)|\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z)$/;
const TEXT = ["q", "sel", "only", "code"] as const;
const REPEATED = {
  cluster: "clusters",
  open: "open",
  keep: "keep",
  sev: "severity",
  kind: "kind",
  status: "status",
} as const;

export function readView({ path, search }: Address): { view: View; bad: string[] } {
  const bad: string[] = [];
  const name = path.replace(/^\/+|\/+$/g, "") || "polygraph";
  const page = PAGES.find((known) => known === name);
  if (!page) bad.push(path);
  const view: View = { ...DEFAULTS, page: page ?? "polygraph", rest: [] };
  for (const [key, value] of new URLSearchParams(search)) readOne(view, key, value, bad);
  return { view, bad };
}

function readOne(view: View, key: string, value: string, bad: string[]) {
  const text = TEXT.find((known) => known === key);
  if (text) view[text] = value;
  else if (Object.hasOwn(REPEATED, key)) {
    const list = REPEATED[key as keyof typeof REPEATED];
    view[list] = [...view[list], value];
  } else if (key === "from" || key === "to") {
    if (isTime(value)) view[key] = value;
    else bad.push(`${key}=${value}`);
  } else if (key === "tab") {
    const tab = TABS.find((known) => known === value);
    if (tab) view.tab = tab;
    else bad.push(`tab=${value}`);
  } else if (key === "cols") view.cols = value.split(",").filter(Boolean);
  else if (key === "outline") view.outline = value === "1";
  else if (key === "steady") view.steady = value === "shown";
  else view.rest.push([key, value]);
}

export function isTime(text: string): boolean {
  return TIME.test(text) && (text.startsWith("-") || !Number.isNaN(Date.parse(text)));
}

export function writeView(view: View): string {
  const query = new URLSearchParams();
  for (const key of ["q", "from", "to"] as const) if (view[key]) query.append(key, view[key]);
  for (const name of view.clusters) query.append("cluster", name);
  if (view.tab !== DEFAULTS.tab) query.append("tab", view.tab);
  for (const id of view.open) query.append("open", id);
  for (const id of view.keep) query.append("keep", id);
  if (view.cols) query.append("cols", view.cols.join(","));
  if (view.only) query.append("only", view.only);
  if (view.outline) query.append("outline", "1");
  if (view.steady) query.append("steady", "shown");
  if (view.code) query.append("code", view.code);
  for (const value of view.severity) query.append("sev", value);
  for (const value of view.kind) query.append("kind", value);
  for (const value of view.status) query.append("status", value);
  if (view.sel) query.append("sel", view.sel);
  for (const [key, value] of view.rest) query.append(key, value);
  const text = query.toString();
  return `/${view.page === "polygraph" ? "" : view.page}${text ? `?${text}` : ""}`;
}

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

// The bound in milliseconds, or null for none.
export function instant(text: string, now: number): number | null {
  const relative = /^-(\d+)([mhd])$/.exec(text);
  if (relative) return now - Number(relative[1]) * (UNITS[relative[2] as string] as number);
  return text ? Date.parse(text) : null;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
