import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type AlertMark, COLUMN_KEYS, type Polygraph, type WireSeverity } from "../api/types";
import { curve, relative, strokeWidth } from "./curve";
import { worstFirst } from "./facts";
import { graphOf } from "./graph";
import { along, highlight, through } from "./highlight";
import { fitColumn, fitLabel, labelOf, look, plain, short } from "./label";
import { layout } from "./layout";
import { order } from "./order";
import { announce, step } from "./walk";

type Row = [
  ip: string,
  group: string,
  aws: string,
  user: string,
  as: string,
  resource: string,
  action: string,
  status: string,
  calls: number,
];

const CLASSES: Record<string, (name: string) => string> = {
  sourceIp: (name) => (name.startsWith("203.") ? "external" : "internal"),
  resource: (name) => (name.endsWith("pods") ? "Workload" : name.endsWith("roles") ? "RBAC" : "Other"),
  action: (name) => (name === "exec" ? "exec" : "read"),
  status: (name) => (name.startsWith("403") ? "denied" : "ok"),
};

// The document that the server would send for these paths; `more` are values of users that stand behind a `+`.
function polygraph(rows: Row[], more: string[] = []): Polygraph {
  const nodes: Polygraph["nodes"] = {
    id: [],
    column: [],
    kind: [],
    name: [],
    class: [],
    calls: [],
    errors: [],
    denied: [],
    paths: [],
    values: [],
    firstSeen: [],
    members: [],
    alerts: [],
    why: [],
    search: [],
  };
  const refused = (row: Row) => (row[7].startsWith("403") ? row[8] : 0);
  const add = (list: number[], at: number, by: number) => {
    list[at] = (list[at] ?? 0) + by;
  };
  const nodeAt = (row: Row, column: number): number => {
    const key = COLUMN_KEYS[column] as (typeof COLUMN_KEYS)[number];
    const name = row[column] as string;
    if (!name) return -1;
    const behind = column === 3 && more.includes(name);
    const id = behind ? "user+more" : `${key}:${name}`;
    if (!nodes.id.includes(id)) {
      nodes.id.push(id);
      nodes.column.push(column);
      nodes.kind.push(behind ? "more" : "value");
      nodes.name.push(behind ? "more" : name);
      nodes.class.push(CLASSES[key]?.(name) ?? "");
      nodes.members.push(behind ? more : []);
      nodes.values.push(behind ? more.length : 1);
      nodes.alerts.push([]);
      nodes.why.push("busy");
      nodes.search.push("");
    }
    return nodes.id.indexOf(id);
  };
  const trails = rows.map((row) => COLUMN_KEYS.map((_, column) => nodeAt(row, column)));
  const hops = new Map<string, [source: number, target: number, calls: number, denied: number]>();
  trails.forEach((trail, at) => {
    const row = rows[at] as Row;
    const way = trail.filter((node) => node >= 0);
    way.forEach((node, on) => {
      add(nodes.calls, node, row[8]);
      add(nodes.denied, node, refused(row));
      add(nodes.errors, node, refused(row));
      add(nodes.paths, node, 1);
      if (on === 0) return;
      const source = way[on - 1] as number;
      const key = `${source} ${node}`;
      const [, , calls, denied] = hops.get(key) ?? [0, 0, 0, 0];
      hops.set(key, [source, node, calls + row[8], denied + refused(row)]);
    });
  });
  const columns = COLUMN_KEYS.map((key, column) => ({
    key,
    total: nodes.values.filter((_, at) => nodes.column[at] === column).reduce((sum, values) => sum + values, 0),
    absent: 0,
  }));
  const lines = [...hops.values()];
  return {
    calls: rows.reduce((sum, row) => sum + row[8], 0),
    errors: 0,
    denied: 0,
    paths: rows.length,
    columns,
    nodes,
    hops: {
      source: lines.map(([source]) => source),
      target: lines.map(([, target]) => target),
      calls: lines.map(([, , calls]) => calls),
      denied: lines.map(([, , , denied]) => denied),
    },
    trails: {
      nodes: COLUMN_KEYS.map((_, column) => trails.map((trail) => trail[column] ?? -1)),
      calls: rows.map((row) => row[8]),
      denied: rows.map(refused),
      paths: rows.map(() => 1),
    },
    commands: {},
    alerts: [],
    openAlerts: 0,
  };
}

// Names of the recorded clusters of the demo, forty of each column.
function recorded(log: string): Record<string, string[]> {
  const lines = gunzipSync(readFileSync(new URL(`../../../demo/${log}.log.gz`, import.meta.url)))
    .toString()
    .split("\n");
  const found: Record<string, Set<string>> = {};
  const add = (key: string, name: string) => {
    found[key] ??= new Set();
    if (name && found[key].size < 40) found[key].add(name);
  };
  for (const line of lines.filter(Boolean)) {
    const { user, sourceIPs, objectRef, verb } = JSON.parse(line);
    const { resource = "", namespace = "" } = objectRef ?? {};
    add("user", user?.username ?? "");
    add("group", (user?.groups ?? []).join(", "));
    add("sourceIp", sourceIPs?.[0] ?? "");
    add("resource", [namespace, resource].filter(Boolean).join("/"));
    add(
      "action",
      resource && `${verb[0].toUpperCase()}${verb.slice(1)}${resource[0].toUpperCase()}${resource.slice(1)}`,
    );
  }
  return Object.fromEntries(Object.entries(found).map(([key, names]) => [key, [...names]]));
}
const RECORDED = recorded("modern");

// Two users who share address, resource and status: the drawn lines would join what never happened.
const CROSSED = polygraph([
  ["10.0.0.1", "dev", "", "amira", "", "a/pods", "exec", "101 Switching Protocols", 3],
  ["10.0.0.1", "dev", "aws", "ben", "", "a/pods", "GetPod", "200 OK", 5],
  ["203.0.113.1", "", "", "", "", "b/roles", "GetRole", "403 Forbidden", 2],
]);

const MANY = polygraph(
  Array.from(
    { length: 40 },
    (_, at) =>
      [
        at % 10 === 0 ? `203.0.113.${at}` : `10.0.0.${at}`,
        "g",
        "",
        `user-${at}`,
        "",
        `n${at}/${["pods", "roles", "things"][at % 3]}`,
        at === 39 ? "exec" : `Get${at}`,
        "200 OK",
        100 - at,
      ] as Row,
  ),
  Array.from({ length: 20 }, (_, at) => `user-${at + 20}`),
);

const measure = (text: string, size: number) => text.length * size * 0.5;

describe("the graph of an answer", () => {
  it("skips what a call does not have", () => {
    const names = graphOf(CROSSED).trails.map((trail) => trail.map((node) => node.label));
    expect(names[0]).toEqual(["10.0.0.1", "dev", "amira", "a/pods", "exec", "101 Switching Protocols"]);
    expect(names[2]).toEqual(["203.0.113.1", "b/roles", "GetRole", "403 Forbidden"]);
  });

  it("tells how many values are shown by name", () => {
    expect(graphOf(MANY).columns[3]).toMatchObject({ shown: 20, total: 40 });
  });
});

describe("highlight", () => {
  const graph = graphOf(CROSSED);
  const named = (id: string) => {
    const node = graph.byId.get(id);
    if (!node) throw new Error(`no ${id}`);
    return node;
  };

  it("lights only what happened", () => {
    const lit = highlight(graph, through(CROSSED, named("user:amira")));
    expect(lit.calls).toBe(3);
    expect([...lit.nodes.keys()]).not.toContain("action:GetPod");
    expect(lit.nodes.get("sourceIp:10.0.0.1")).toBe(3);
    expect(lit.hops.map(({ id }) => id)).toContain("resource:a/pods → action:exec");
    expect(lit.distinct.map(({ named: own }) => own)).toEqual([1, 1, 0, 1, 0, 1, 1, 1]);
  });

  it("follows a line, and no call that went another way between its ends", () => {
    const straight = graph.hops.find(({ id }) => id === "group:dev → user:amira");
    const skipping = graph.hops.find(({ id }) => id === "sourceIp:203.0.113.1 → resource:b/roles");
    if (!straight || !skipping) throw new Error("a line lacks");
    expect(highlight(graph, along(CROSSED, straight)).calls).toBe(3);
    expect(highlight(graph, along(CROSSED, skipping))).toMatchObject({ calls: 2 });
    expect(skipping).toMatchObject({ calls: 2, denied: 2 });
  });

  it("does not claim to know how many of a group are lit", () => {
    const many = graphOf(MANY);
    const group = many.byId.get("group:g");
    if (!group) throw new Error("no group");
    expect(highlight(many, through(MANY, group)).distinct[3]).toEqual({ named: 20, more: true });
  });
});

describe("order, layout, curves", () => {
  const graph = graphOf(MANY);
  const { hops } = graph;
  const columns = order(graph);
  const places = layout(columns, 1440, measure);

  it("keeps groups at the bottom and loses nobody", () => {
    columns.forEach((nodes, column) => {
      expect(new Set(nodes)).toEqual(new Set(graph.columns[column]?.nodes));
      const first = nodes.findIndex((node) => node.kind !== "value");
      if (first >= 0) expect(nodes.slice(first).every((node) => node.kind !== "value")).toBe(true);
    });
  });

  it("follows from the answer alone", () => {
    expect(order(graphOf(MANY)).map((nodes) => nodes.map(({ id }) => id))).toEqual(
      columns.map((nodes) => nodes.map(({ id }) => id)),
    );
  });

  it.each([1440, 1056, 820])("stays strictly in columns inside %i pixels", (width) => {
    const { columns: list } = layout(columns, width, measure);
    list.slice(1).forEach((place, at) => {
      const left = list[at];
      expect(place.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
    });
    const last = list.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(width);
  });

  it("gives an empty column a lane", () => expect(places.columns[2]).toMatchObject({ empty: true, width: 22 }));

  it("runs every hop from the right edge to the left edge", () => {
    for (const hop of hops) {
      const source = places.byId.get(hop.source.id);
      const target = places.byId.get(hop.target.id);
      if (!source || !target) throw new Error("a hop without a box");
      const way = curve(source, target, places);
      expect(way.from).toEqual([source.x + source.width, source.y]);
      expect(way.to).toEqual([target.x, target.y]);
      const { weights, distances } = relative(way);
      const [dx, dy] = [way.to[0] - way.from[0], way.to[1] - way.from[1]];
      const length = Math.hypot(dx, dy);
      way.controls.forEach(([x, y], at) => {
        const [w, d] = [weights[at] ?? 0, distances[at] ?? 0];
        expect(way.from[0] + w * dx - (d * dy) / length).toBeCloseTo(x, 4);
        expect(way.from[1] + w * dy + (d * dx) / length).toBeCloseTo(y, 4);
      });
    }
  });

  it("draws widths on a log scale", () => {
    expect(strokeWidth(1, 1000)).toBe(1);
    expect(strokeWidth(1000, 1000)).toBe(5);
  });
});

describe("labels", () => {
  it("are shortened from the front", () => {
    expect(plain(3, "system:serviceaccount:kube-system:default")).toBe("sa kube-system/default");
    expect(plain(3, "system:node:ip-10")).toBe("node ip-10");
    expect(plain(2, "arn:aws:sts::1:assumed-role/Dev/amira")).toBe("amira");
    expect(plain(1, "system:serviceaccounts, system:serviceaccounts:build")).toBe("sa build");
  });

  const inColumn = (column: number, names: string[]) =>
    names.map((label) => ({ ...(graphOf(CROSSED).byId.get("user:amira") as NonNullable<unknown>), column, label }));
  const fitted = (column: number, names: string[], room: number) =>
    fitColumn(
      inColumn(column, names).map((node) => {
        const own = node as Parameters<typeof labelOf>[0];
        return { node: own, label: labelOf(own), room };
      }),
      12,
      measure,
    );

  it("keep what tells values apart", () => {
    const [label] = inColumn(3, ["system:serviceaccount:kube-system:replicaset-controller"]).map((node) =>
      labelOf(node as Parameters<typeof labelOf>[0]),
    );
    expect(fitLabel(label as NonNullable<typeof label>, 3, 170, 12, measure)).toMatchObject({
      main: "replicaset-controller",
    });
    const action = { muted: "", main: "UpdateCertificateSigningRequestsApproval", after: "" };
    expect(fitLabel(action, 6, 130, 12, measure).main).toMatch(/^Update.*….*Approval$/);
    expect(fitLabel({ muted: "403 ", main: "Forbidden", after: "" }, 7, 24, 12, measure).muted).toBe("403 ");
  });

  it("are cut where they differ, when they would read the same", () => {
    const groups = ["corp:engineers, team-a", "corp:engineers, team-b", "corp:engineers, team-b, oncall"];
    expect(fitted(1, groups, 90).map(({ main }) => main)).toEqual(["…m-a", "…m-b", "…m-b, oncall"]);
  });

  it.each([
    ["recorded users", 3, RECORDED.user],
    ["recorded groups", 1, RECORDED.group],
    ["recorded actions", 6, RECORDED.action],
    ["recorded resources", 5, RECORDED.resource],
    ["recorded addresses", 0, RECORDED.sourceIp],
    [
      "long names with one letter between them",
      3,
      Array.from({ length: 20 }, (_, at) => `${"x".repeat(80)}${at}${"y".repeat(80)}`),
    ],
    ["names inside of names", 1, Array.from({ length: 20 }, (_, at) => "a, ".repeat(at + 1))],
    ["blanks and letters without a shape", 3, ["eva", "eva ", " eva", "e\u200Bva", "eva\u2060"]],
    [
      "case, marks and right to left",
      3,
      ["Eva", "eva", "e\u0301va", "\u05D0\u05D1", "\u05D0\u05D1\u05D2", `e${"\u0301".repeat(40)}va`],
    ],
    [
      "accounts of two namespaces",
      3,
      ["system:serviceaccount:kube-system-one:default", "system:serviceaccount:kube-system-two:default"],
    ],
  ] as [string, number, string[]][])("no two are equal: %s", (_, column, names) => {
    for (const room of [60, 90, 140, 200]) {
      const labels = fitted(column, names, room).map(look);
      expect(new Set(labels).size, `${room} px: ${labels}`).toBe(names.length);
      for (const label of labels) expect(label).not.toBe("");
    }
  });

  it("never cut an address", () => {
    const long = "2001:0db8:85a3:0000:0000:8a2e:0370:7334";
    const poly = polygraph([[long, "g", "", "u", "", "a/pods", "GetPod", "200 OK", 1_000]]);
    for (const width of [1440, 1056, 720]) {
      const box = layout(order(graphOf(poly)), width, measure).byId.get(`sourceIp:${long}`);
      expect(box?.label.main, `${width} px`).toBe(long);
    }
  });

  it("shorten counts", () => expect([999, 1290, 12_400, 2_340_000].map(short)).toEqual(["999", "1.2k", "12k", "2.3M"]));
});

describe("walking", () => {
  const graph = graphOf(CROSSED);
  const columns = order(graph);
  it("goes along calls that happened", () => {
    expect(step(columns, graph, CROSSED, "user:amira", "right")).toBe("resource:a/pods");
    expect(step(columns, graph, CROSSED, "action:exec", "right")).toBe("status:101 Switching Protocols");
    expect(step(columns, graph, CROSSED, "resource:b/roles", "left")).toBe("sourceIp:203.0.113.1");
    expect(step(columns, graph, CROSSED, "", "down")).toBe(columns[0]?.[0]?.id);
  });
  it("says where one is", () => {
    const node = graph.byId.get("user:amira");
    if (!node) throw new Error("no amira");
    expect(announce(node, "Kubernetes user", graph, false)).toBe("Kubernetes user: amira, 3 calls, 1 in, 1 out");
  });
});

describe("alerts of a node", () => {
  it("stand worst first, then newest first", () => {
    const alert = (id: string, severity: WireSeverity, time: number) => ({ id, severity, time }) as AlertMark;
    const found = worstFirst([
      alert("a", "low", 9),
      alert("b", "critical", 1),
      alert("c", "high", 1),
      alert("d", "high", 2),
    ]);
    expect(found.map(({ id }) => id)).toEqual(["b", "d", "c", "a"]);
  });
});
