import { describe, expect, it } from "vitest";
import { bodyFacts } from "./body-facts";

const facts = (event: unknown) => Object.fromEntries(bodyFacts(event));

describe("key facts of bodies", () => {
  it("a binding: who, and to which role", () => {
    const subjects = [
      { kind: "User", name: "eva@retail.example" },
      { kind: "ServiceAccount", name: "bot", namespace: "build" },
    ];
    const requestObject = { subjects, roleRef: { kind: "ClusterRole", name: "cluster-admin" } };
    expect(facts({ verb: "create", requestObject })).toEqual({
      Subjects: ["User eva@retail.example", "ServiceAccount build/bot"],
      Role: ["ClusterRole cluster-admin"],
    });
  });
  it("a role: its rules", () => {
    const rules = [
      { verbs: ["get", "list"], resources: ["secrets"], apiGroups: [""], resourceNames: ["key"] },
      { verbs: ["*"], resources: ["deployments"], apiGroups: ["apps"] },
      { verbs: ["get"], nonResourceURLs: ["/metrics"] },
    ];
    expect(facts({ requestObject: { rules } }).Rules).toEqual([
      "get, list secrets named key",
      "* deployments of apps",
      "get /metrics",
    ]);
  });
  it("a pod, however deep its spec lies: image, host path, access to the host", () => {
    const spec = {
      hostNetwork: true,
      serviceAccountName: "bot",
      containers: [{ image: "nginx", securityContext: { privileged: true, capabilities: { add: ["SYS_ADMIN"] } } }],
      initContainers: [{ image: "busybox" }],
      volumes: [{ hostPath: { path: "/etc" } }, { emptyDir: {} }],
    };
    const found = {
      Image: ["busybox", "nginx"],
      "Host path": ["/etc"],
      "Host access": ["host network", "privileged", "capability SYS_ADMIN"],
      Account: ["bot"],
    };
    expect(facts({ requestObject: { spec } })).toEqual(found);
    expect(facts({ requestObject: { spec: { template: { spec } } } })).toEqual(found);
    expect(facts({ requestObject: { spec: { jobTemplate: { spec: { template: { spec } } } } } })).toEqual(found);
  });
  it("a patch: what it changed, and of what came back the rest", () => {
    const requestObject = { metadata: { name: "web", labels: { a: "b" } }, spec: { replicas: 3, paused: null } };
    const responseObject = { spec: { template: { spec: { containers: [{ image: "web:2" }] } } } };
    expect(facts({ verb: "patch", requestObject, responseObject })).toEqual({
      Changed: ["metadata.labels.a = b", "spec.replicas = 3", "spec.paused = null"],
      Replicas: ["3"],
    });
    const operations = [
      { op: "replace", path: "/spec/replicas", value: 3 },
      { op: "remove", path: "/a" },
      { op: "move", path: "/b", from: "/a" },
    ];
    expect(facts({ verb: "patch", requestObject: operations, responseObject })).toEqual({
      Changed: ["replace /spec/replicas = 3", "remove /a", "move /b = /a"],
      Image: ["web:2"],
    });
  });
  it("any other shape says nothing, and long ones are cut", () => {
    for (const body of [null, 7, "x", [], { spec: [] }, { rules: "no" }, { subjects: [null, 3] }])
      expect(bodyFacts({ verb: "create", requestObject: body })).toEqual([]);
    expect(bodyFacts(null)).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`k${at}`, "v".repeat(500)]));
    const [[, lines] = ["", [] as string[]]] = bodyFacts({ verb: "patch", requestObject: many });
    expect(lines).toHaveLength(13);
    expect(lines.at(-1)).toBe("and 28 more");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(210);
  });
});
