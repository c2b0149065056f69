import { describe, expect, it } from "vitest";
import { COLUMN_KEYS, type Polygraph } from "../api/types";
import { plainHops } from "./elements";
import { graphOf } from "./graph";
import { highlight, through } from "./highlight";
import { type Measure, short } from "./label";
import { layout } from "./layout";
import { order } from "./order";
import { drawing, fileName, type Seen, textOf } from "./svg";

const measure: Measure = (text, size) => text.length * size * 0.55;
const HOSTILE = `"'<script>alert(1)</script>&amp;]]>\u0000\u001b\ud800\u202eevil`;

// Each trail is one name a column, "" for none, and its calls; the last status is a refused one.
function polygraph(trails: [names: string[], calls: number, denied: number][]): Polygraph {
  const ids = [...new Set(trails.flatMap(([names]) => names.map((name, at) => (name ? `${at} ${name}` : ""))))].filter(
    Boolean,
  );
  const places = trails.map(([names]) => names.map((name, at) => ids.indexOf(`${at} ${name}`)));
  const sum = (id: number, of: 1 | 2) =>
    trails.reduce((all, trail, at) => all + (places[at]?.includes(id) ? trail[of] : 0), 0);
  const each = <T>(value: (id: string, at: number) => T) => ids.map(value);
  const hops = new Map<string, [number, number, number, number]>();
  trails.forEach(([, calls, denied], trail) => {
    const way = (places[trail] ?? []).filter((at) => at >= 0);
    way.slice(1).forEach((target, at) => {
      const source = way[at] as number;
      const [, , c, d] = hops.get(`${source} ${target}`) ?? [0, 0, 0, 0];
      hops.set(`${source} ${target}`, [source, target, c + calls, d + denied]);
    });
  });
  const list = [...hops.values()];
  return {
    calls: 0,
    errors: 0,
    denied: 0,
    paths: trails.length,
    columns: COLUMN_KEYS.map((key, at) => ({ key, total: ids.filter((id) => id[0] === String(at)).length, absent: 0 })),
    nodes: {
      id: each((id) => `${COLUMN_KEYS[Number(id[0])]}:${id.slice(2)}`),
      column: each((id) => Number(id[0])),
      kind: each((id) => (id.endsWith("+") ? "more" : "value")),
      name: each((id) => id.slice(2)),
      class: each((id) => (id.startsWith("7 403") ? "denied" : "")),
      calls: each((_, at) => sum(at, 1)),
      errors: each(() => 0),
      denied: each((_, at) => sum(at, 2)),
      paths: each(() => 1),
      values: each((id) => (id.endsWith("+") ? 40 : 1)),
      members: each((id) => (id.endsWith("+") ? ["behind-1", "behind-2"] : [])),
      firstSeen: each(() => 0),
      alerts: each((id) => (id === "3 mallory" ? [0] : [])),
      why: each(() => "busy"),
      search: each(() => ""),
    },
    hops: {
      source: list.map(([source]) => source),
      target: list.map(([, target]) => target),
      calls: list.map(([, , calls]) => calls),
      denied: list.map(([, , , denied]) => denied),
    },
    trails: {
      nodes: COLUMN_KEYS.map((_, column) => places.map((way) => way[column] ?? -1)),
      calls: trails.map(([, calls]) => calls),
      denied: trails.map(([, , denied]) => denied),
      paths: trails.map(() => 1),
    },
    commands: {},
    alerts: [{ id: "a", code: "A", severity: "critical", title: "", status: "OPEN", time: 0 }],
    openAlerts: 1,
  };
}

const POLY = polygraph([
  [["10.0.0.1", "devs", "", "alice", "", "default/pods", "get", "200 OK"], 3000, 0],
  [["10.0.0.2", "devs", "", "mallory", "", "default/secrets", "list", "403 Forbidden"], 17, 17],
  [["10.0.0.2", "devs", "", HOSTILE, "", "default/secrets", "get", "200 OK"], 5, 0],
  [["10.0.0.3", "ops", "", "user+", "", "default/pods", "get", "200 OK"], 8, 0],
]);

it("draws a band and its hops pale", () => {
  const kind = POLY.nodes.kind.map((one) => (one === "more" ? "steady" : one));
  const graph = graphOf({ ...POLY, nodes: { ...POLY.nodes, kind } });
  const scene = { layout: layout(order(graph), 1400, measure), hops: graph.hops };
  const [box, ...rest] = [...scene.layout.byId.values()].filter(({ node }) => node.kind === "steady");
  expect(rest).toEqual([]);
  expect(box?.label.muted).toBe("≈ 40 steady");
  const pale = plainHops(scene).filter(({ classes }) => classes === "hop pale");
  const own = graph.hops.filter(({ source, target }) => source === box?.node || target === box?.node);
  expect(pale.map(({ data }) => data.hop).sort()).toEqual(own.map(({ id }) => id).sort());
  const text = textOf(drawing({ ...seen(), graph, scene }));
  expect(text.split('stroke-opacity="0.13"').length - 1).toBe(own.length);
});

function seen(at: Partial<Seen> & { lit?: string } = {}): Seen {
  const graph = graphOf(POLY);
  const node = at.lit ? graph.byId.get(at.lit) : undefined;
  const light = node && { lit: highlight(graph, through(POLY, node)), self: node.id, usual: null, strong: false };
  return {
    scene: { layout: layout(order(graph), 1400, measure), hops: graph.hops },
    graph,
    light: light ?? null,
    width: 1400,
    palette: (token) => `rgb(${[...token].map((letter) => letter.charCodeAt(0)).slice(-3)})`,
    measure,
    head: ["exec -role", "3,030 calls, 4 paths, 17 denied"],
    foot: ["Made today", "http://127.0.0.1:8000/?q=exec"],
    ...at,
  };
}
const svg = (at?: Parameters<typeof seen>[0]) => textOf(drawing(seen(at)));

interface Element {
  tag: string;
  attributes: Record<string, string>;
  inside: (Element | string)[];
}

const plainText = (text: string) => {
  if (/&(?!#\d+;)|[<>]/.test(text)) throw new Error(`not escaped: ${text}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(text)) throw new Error("no XML letter");
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
};

// A strict reader of the little XML that a drawing needs: throws at whatever is not well-formed.
function read(xml: string): Element {
  const root: Element = { tag: "", attributes: {}, inside: [] };
  const open = [root];
  let at = 0;
  for (const found of xml.matchAll(/<(\/?)([a-z]\w*)((?: [a-zA-Z][\w-]*="[^"<]*")*)>/g)) {
    const [all, end, tag, words] = found as unknown as [string, string, string, string];
    const now = open.at(-1) as Element;
    const text = xml.slice(at, found.index);
    if (text) now.inside.push(plainText(text));
    at = found.index + all.length;
    if (end) {
      if (open.pop()?.tag !== tag || words) throw new Error(`</${tag}> closes another`);
      continue;
    }
    const pairs = [...words.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, plainText(value ?? "")]);
    if (new Set(pairs.map(([name]) => name)).size < pairs.length) throw new Error(`an attribute twice in ${all}`);
    const next = { tag, attributes: Object.fromEntries(pairs), inside: [] };
    now.inside.push(next);
    open.push(next);
  }
  if (open.length > 1 || at < xml.length || root.inside.length !== 1) throw new Error("not one whole element");
  return root.inside[0] as Element;
}

const all = (element: Element): Element[] => [
  element,
  ...element.inside.flatMap((one) => (typeof one === "string" ? [] : all(one))),
];
const words = ({ inside }: Element): string =>
  inside.map((one) => (typeof one === "string" ? one : words(one))).join("");
const texts = (root: Element) =>
  all(root)
    .filter(({ tag }) => tag === "text")
    .map(words);
const hops = (root: Element) =>
  all(root).filter(({ tag, attributes }) => tag === "path" && attributes["stroke-opacity"]);

describe("the drawing", () => {
  it("is one well-formed document that needs nothing from elsewhere", () => {
    const text = svg({ lit: "user:mallory" });
    const root = read(text);
    expect(root.tag).toBe("svg");
    expect(root.attributes.xmlns).toBe("http://www.w3.org/2000/svg");
    expect(text).not.toMatch(/href|url\(|style=|<(image|script|foreignObject)|undefined|NaN|\[object/);
  });

  it("has every box with its label and count, every hop, every head", () => {
    const { graph, scene } = seen();
    const root = read(svg());
    const shown = texts(root);
    for (const { node, label } of scene.layout.byId.values()) {
      expect(shown).toContain(short(node.calls));
      if (label.main && !label.main.includes("script")) expect(shown).toContain(label.main);
    }
    const frames = all(root).filter(({ attributes }) => attributes.rx === "5");
    expect(frames.map(({ attributes }) => Number(attributes.y) + Number(attributes.height) / 2).sort()).toEqual(
      [...scene.layout.byId.values()].map(({ y }) => y).sort(),
    );
    // An icon in each box but in the one of the rest.
    expect(all(root).filter(({ attributes }) => attributes["stroke-linecap"])).toHaveLength(frames.length - 1);
    const refused = graph.hops.filter(({ calls, denied }) => denied / calls >= 0.25);
    expect(refused.length).toBeGreaterThan(0);
    expect(hops(root)).toHaveLength(graph.hops.length + refused.length);
    expect(hops(root).filter(({ attributes }) => attributes["stroke-dasharray"])).toHaveLength(refused.length);
    expect(shown.find((text) => text.startsWith("Kubernetes user"))).toBe("Kubernetes user3/4");
    expect(shown).toContain("AWS user · none");
  });

  it("says of what it is, and when and where it was made", () => {
    const { head, foot } = seen();
    expect(texts(read(svg()))).toEqual(expect.arrayContaining([...head, ...foot]));
  });

  it("goes on in the next line where a search is too long, and loses no letter", () => {
    const search = "user:alice or ".repeat(60);
    expect(texts(read(svg({ head: [search], foot: [] }))).join("")).toContain(search);
  });

  it("dims what is not lit, and counts what is", () => {
    const root = read(svg({ lit: "user:mallory" }));
    const dim = (name: string) =>
      all(root).find((one) => one.tag === "text" && words(one) === name)?.attributes.opacity === "0.3";
    expect(dim("alice")).toBe(true);
    expect(dim("mallory")).toBe(false);
    // 10.0.0.2 has 22 calls, 17 of them are mallory's
    expect(texts(root)).not.toContain("22");
    expect(texts(root).filter((text) => text === "17").length).toBeGreaterThan(4);
    expect(texts(root)).toContain("Kubernetes user1 of 4");
  });

  it("marks the worst alert", () => {
    const badge = seen().palette("sev-critical");
    expect(all(read(svg())).filter(({ attributes }) => attributes.fill === badge)).toHaveLength(1);
  });

  it("keeps hostile text as text", () => {
    const root = read(svg({ head: [HOSTILE], foot: [HOSTILE] }));
    expect(texts(root)).toContain(
      `"'<script>alert(1)</script>&amp;]]>\ufffd\u001b\ufffd\u202eevil`.replace("\u001b", "\ufffd"),
    );
    expect(all(root).map(({ tag }) => tag)).not.toContain("script");
  });
});

it("a file's name has only what every file system takes", () => {
  expect(fileName(["23 Nov 2026, 12:56:00", 'user:"../../etc" <x>\u202e'])).toBe(
    "graphsvc-23-Nov-2026-12-56-00-user-..-..-etc-x",
  );
  expect(fileName(["x".repeat(200)]).length).toBeLessThanOrEqual(80);
});
