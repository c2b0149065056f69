// What the bodies of a write say in short: who may do what now, which image runs where, what a patch changed. Pure.
// Bodies are foreign: any part may have any shape, so every step looks before it reads.

export type Fact = [name: string, lines: string[]];

type Json = Record<string, unknown>;

const MOST = 12;
const LONGEST = 200;

export function bodyFacts(event: unknown): Fact[] {
  const { requestObject, responseObject, verb } = map(event);
  const [request, response] = [map(requestObject), map(responseObject)];
  const patch: Fact[] = verb === "patch" ? [["Changed", changes(requestObject)]] : [];
  // A patch is a fragment: what it does not hold, the object that came back does.
  const found = [request, response].map(factsOf).find((facts) => facts.length) ?? [];
  return [...patch, ...found].flatMap(([name, lines]) => (lines.length ? [[name, cut(lines)] as Fact] : []));
}

function factsOf(body: Json): Fact[] {
  const spec = podSpec(body);
  const facts: Fact[] = [
    ["Subjects", list(body.subjects).map(subject)],
    ["Role", [[text(map(body.roleRef).kind), text(map(body.roleRef).name)].filter(Boolean).join(" ")]],
    ["Rules", list(body.rules).map(rule)],
    ["Image", containers(spec).map(({ image }) => text(image))],
    ["Host path", list(spec.volumes).map((volume) => text(map(map(volume).hostPath).path))],
    ["Host access", hostAccess(spec)],
    ["Account", [text(spec.serviceAccountName)]],
    ["Audiences", texts(map(body.spec).audiences)],
    ["Signer", [text(map(body.spec).signerName)]],
    ["Replicas", [plain(map(body.spec).replicas)]],
  ];
  return facts.map(([name, lines]) => [name, [...new Set(lines)].filter(Boolean)] as Fact).filter(([, l]) => l.length);
}

// Of a pod, of a workload's template, of a cron job's template of a template.
function podSpec(body: Json): Json {
  const spec = map(body.spec);
  const inner = map(map(spec.jobTemplate).spec);
  return (
    [map(map(inner.template).spec), map(map(spec.template).spec), map(map(body.template).spec)].find(hasAny) ?? spec
  );
}

const hasAny = (json: Json) => Object.keys(json).length > 0;

const containers = (spec: Json): Json[] =>
  ["initContainers", "containers", "ephemeralContainers"].flatMap((key) => list(spec[key]).map(map));

function hostAccess(spec: Json): string[] {
  const names = { hostNetwork: "network", hostPID: "processes", hostIPC: "IPC" } as const;
  const shared = Object.entries(names).flatMap(([key, name]) => (spec[key] === true ? [`host ${name}`] : []));
  const contexts = containers(spec).map(({ securityContext }) => map(securityContext));
  const privileged = contexts.some((context) => context.privileged === true) ? ["privileged"] : [];
  const added = contexts.flatMap(({ capabilities }) =>
    texts(map(capabilities).add).map((name) => `capability ${name}`),
  );
  return [...shared, ...privileged, ...added];
}

function subject(value: unknown): string {
  const { kind, namespace, name } = map(value);
  return [text(kind), [text(namespace), text(name)].filter(Boolean).join("/")].filter(Boolean).join(" ");
}

function rule(value: unknown): string {
  const { verbs, resources, apiGroups, resourceNames, nonResourceURLs } = map(value);
  const groups = texts(apiGroups).filter(Boolean);
  const names = texts(resourceNames);
  const what = [...texts(resources), ...texts(nonResourceURLs)].join(", ");
  return [
    texts(verbs).join(", "),
    what,
    groups.length ? `of ${groups.join(", ")}` : "",
    names.length ? `named ${names.join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

// A list of operations, or the new values at their places; null takes a value away.
function changes(patch: unknown): string[] {
  if (Array.isArray(patch)) {
    return patch.map(map).map(({ op, path, value, from }) => {
      const to = value === undefined ? text(from) : plain(value);
      return [text(op), text(path), to && `= ${to}`].filter(Boolean).join(" ");
    });
  }
  return leaves(map(patch), "");
}

// What every patch says of itself is no change.
const SELF = new Set(["kind", "apiVersion", "metadata.name", "metadata.namespace", "metadata.uid"]);

function leaves(json: Json, above: string): string[] {
  return Object.entries(json).flatMap(([key, value]) => {
    const path = above ? `${above}.${key}` : key;
    if (SELF.has(path)) return [];
    return hasAny(map(value)) ? leaves(map(value), path) : [`${path} = ${plain(value)}`];
  });
}

function cut(lines: string[]): string[] {
  const short = lines.map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line));
  return short.length > MOST ? [...short.slice(0, MOST), `and ${short.length - MOST} more`] : short;
}

const map = (value: unknown): Json =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const texts = (value: unknown): string[] => list(value).map(text);
const plain = (value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
