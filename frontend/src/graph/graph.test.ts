import { describe, expect, it } from "vitest";
import { type AlertMark, COLUMN_KEYS, type Paths, type Polygraph, type WireSeverity } from "../api/types";
import { curve, relative, strokeWidth } from "./curve";
import { worstFirst } from "./facts";
import { type FoldOptions, fold } from "./fold";
import { highlight, hopsOf } from "./hops";
import { fitLabel, labelOf, plain, short } from "./label";
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

function polygraph(rows: Row[]): Polygraph {
  const values = Object.fromEntries(
    COLUMN_KEYS.map((key) => [key, { names: [] as string[], classes: [] as string[] }]),
  );
  const paths = Object.fromEntries(
    [...COLUMN_KEYS, "id", "cluster", "client", "calls", "errors", "denied", "firstSeen", "lastSeen"].map((key) => [
      key,
      [] as unknown[],
    ]),
  );
  rows.forEach((row, at) => {
    COLUMN_KEYS.forEach((key, column) => {
      const name = row[column] as string;
      const column_ = values[key] as { names: string[]; classes: string[] };
      if (name && !column_.names.includes(name)) {
        column_.names.push(name);
        column_.classes.push(CLASSES[key]?.(name) ?? "");
      }
      paths[key]?.push(name ? column_.names.indexOf(name) : -1);
    });
    const denied = row[7].startsWith("403") ? row[8] : 0;
    const rest = {
      id: at + 100,
      cluster: "c",
      client: "k",
      calls: row[8],
      errors: denied,
      denied,
      firstSeen: at,
      lastSeen: at,
    };
    for (const [key, value] of Object.entries(rest)) paths[key]?.push(value);
  });
  const calls = rows.reduce((sum, row) => sum + row[8], 0);
  return {
    calls,
    errors: 0,
    denied: 0,
    truncated: false,
    range: { from: 0, to: 1 },
    values: values as Polygraph["values"],
    paths: paths as unknown as Paths,
    commands: {},
    alerts: [],
  };
}

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
);

const options = (part: Partial<FoldOptions> = {}): FoldOptions => ({
  top: 15,
  open: new Set(),
  keep: new Set(),
  ...part,
});
const measure = (text: string, size: number) => text.length * size * 0.5;

describe("fold", () => {
  it("counts every call once in every column that has a value", () => {
    for (const poly of [CROSSED, MANY]) {
      for (const open of [new Set<string>(), new Set(["sourceIp+Internal IP", "resource+RBAC", "user+more"])]) {
        const graph = fold(poly, options({ open }));
        graph.columns.forEach(({ nodes }, column) => {
          const key = COLUMN_KEYS[column] as (typeof COLUMN_KEYS)[number];
          const wanted = poly.paths.calls.reduce(
            (sum, calls, path) => sum + ((poly.paths[key][path] ?? -1) >= 0 ? calls : 0),
            0,
          );
          const seen = nodes.filter((node) => !node.opened).reduce((sum, node) => sum + node.calls, 0);
          expect(seen, key).toBe(wanted);
        });
      }
    }
  });

  it("skips what a call does not have", () => {
    const names = fold(CROSSED, options()).trails.map((trail) => trail.map((node) => node.label));
    expect(names[0]).toEqual(["10.0.0.1", "dev", "amira", "a/pods", "exec", "101 Switching Protocols"]);
    expect(names[2]).toEqual(["203.0.113.1", "b/roles", "GetRole", "403 Forbidden"]);
  });

  it("folds the rest into classes of addresses and resources, elsewhere into more", () => {
    const { columns } = fold(MANY, options());
    const tail = (column: number) =>
      columns[column]?.nodes.filter((node) => node.kind !== "value").map((node) => node.label);
    expect(tail(0)).toEqual(["External IP", "Internal IP"]);
    expect(tail(5)).toEqual(["Workload", "RBAC", "Other"]);
    expect(tail(3)).toEqual(["more"]);
    expect(columns[3]?.nodes.length).toBe(16);
  });

  it("shows exec by name however rare, and what was chosen", () => {
    const { byId } = fold(MANY, options({ keep: new Set(["user:user-38"]) }));
    expect(byId.get("action:exec")?.kind).toBe("value");
    expect(byId.has("user:user-38")).toBe(true);
    expect(byId.has("user:user-37")).toBe(false);
  });

  it("opens a group in place and keeps its head to close it", () => {
    const { columns, byId } = fold(MANY, options({ open: new Set(["user+more"]) }));
    expect(columns[3]?.nodes.length).toBe(41);
    expect(byId.get("user+more")).toMatchObject({ opened: true, paths: [] });
  });
});

describe("hops and highlight", () => {
  it("lights only what happened", () => {
    const graph = fold(CROSSED, options());
    const amira = graph.byId.get("user:amira");
    const lit = highlight(graph, CROSSED, amira?.paths ?? []);
    expect(lit.calls).toBe(3);
    expect([...lit.nodes.keys()]).not.toContain("action:GetPod");
    expect(lit.nodes.get("sourceIp:10.0.0.1")).toBe(3);
    expect(lit.hops.map(({ id }) => id)).toContain("resource:a/pods → action:exec");
    expect(lit.distinct).toEqual([1, 1, 0, 1, 0, 1, 1, 1]);
  });

  it("carries the refused share", () => {
    const hop = hopsOf(fold(CROSSED, options()), CROSSED).find(({ id }) => id.endsWith("403 Forbidden"));
    expect(hop).toMatchObject({ calls: 2, denied: 2 });
  });
});

describe("order, layout, curves", () => {
  const graph = fold(MANY, options());
  const hops = hopsOf(graph, MANY);
  const columns = order(graph, hops, new Map());
  const places = layout(columns, 1440, measure);

  it("keeps groups at the bottom and loses nobody", () => {
    columns.forEach((nodes, column) => {
      expect(new Set(nodes)).toEqual(new Set(graph.columns[column]?.nodes));
      const first = nodes.findIndex((node) => node.kind !== "value");
      if (first >= 0) expect(nodes.slice(first).every((node) => node.kind !== "value")).toBe(true);
    });
  });

  it("does not shuffle what was there before", () => {
    const before = new Map(columns.flatMap((nodes) => nodes.map((node, at) => [node.id, at] as const)));
    const opened = fold(MANY, options({ open: new Set(["user+more"]) }));
    const after = order(opened, hopsOf(opened, MANY), before);
    expect(after[0]?.map(({ id }) => id)).toEqual(columns[0]?.map(({ id }) => id));
    expect(after[3]?.slice(0, 15).map(({ id }) => id)).toEqual(columns[3]?.slice(0, 15).map(({ id }) => id));
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

  it("keep what tells values apart", () => {
    const node = {
      ...(fold(CROSSED, options()).byId.get("user:amira") as NonNullable<unknown>),
      label: "system:serviceaccount:kube-system:replicaset-controller",
    };
    const label = labelOf(node as Parameters<typeof labelOf>[0]);
    expect(fitLabel(label, 3, 170, 12, measure)).toMatchObject({ main: "replicaset-controller" });
    const action = { muted: "", main: "UpdateCertificateSigningRequestsApproval", after: "" };
    expect(fitLabel(action, 6, 130, 12, measure).main).toMatch(/^Update.*….*Approval$/);
    expect(fitLabel({ muted: "403 ", main: "Forbidden", after: "" }, 7, 24, 12, measure).muted).toBe("403 ");
  });

  it("shorten counts", () => expect([999, 1290, 12_400, 2_340_000].map(short)).toEqual(["999", "1.2k", "12k", "2.3M"]));
});

describe("walking", () => {
  const graph = fold(CROSSED, options());
  const columns = order(graph, hopsOf(graph, CROSSED), new Map());
  it("goes along calls that happened", () => {
    expect(step(columns, graph, CROSSED, "user:amira", "right")).toBe("resource:a/pods");
    expect(step(columns, graph, CROSSED, "action:exec", "right")).toBe("status:101 Switching Protocols");
    expect(step(columns, graph, CROSSED, "resource:b/roles", "left")).toBe("sourceIp:203.0.113.1");
    expect(step(columns, graph, CROSSED, "", "down")).toBe(columns[0]?.[0]?.id);
  });
  it("says where one is", () => {
    const node = graph.byId.get("user:amira");
    if (!node) throw new Error("no amira");
    expect(announce(node, "Kubernetes user", graph, CROSSED)).toBe("Kubernetes user: amira, 3 calls, 1 in, 1 out");
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
