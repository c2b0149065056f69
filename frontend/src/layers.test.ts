// Who may know whom. A room imports from itself and from the rooms that its line names, which stand above it here.
import { expect, it } from "vitest";

const ROOMS: Record<string, string[]> = {
  // the grammar of the search, and the server with its answers
  search: [],
  api: [],
  // parts and words that any page may use; they are told everything
  ui: ["api"],
  // the picture as a calculation, and what draws it; neither asks nor knows where it stands
  graph: ["search", "api", "ui"],
  // the view in the address, and everything that is asked for it; knows nothing of how it looks
  state: ["search", "api"],
  // where graph and state meet
  picture: ["search", "api", "ui", "graph", "state"],
  panel: ["search", "api", "ui", "graph", "state", "picture"],
  table: ["search", "api", "ui", "graph", "state", "panel"],
  pages: ["search", "api", "ui", "graph", "state", "picture", "panel", "table"],
  shell: ["search", "api", "ui", "state", "pages"],
  main: ["state", "shell"],
};

const sources = import.meta.glob<string>(["./**/*.{ts,tsx}", "!**/*.test.ts", "!**/generated/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const nameOf = (path: string) => path.replace(/^\W+|\.tsx?$/g, "");
const roomOf = (module: string) => module.split("/")[0] as string;
const importsOf = (path: string, text: string) =>
  [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, to]) =>
    nameOf(new URL(`${to}`, `file:/${path}`).pathname),
  );
const imports = new Map(Object.entries(sources).map(([path, text]) => [nameOf(path), importsOf(path, text)]));

it("nothing below knows anything above", () => {
  const upward = [...imports].flatMap(([module, others]) =>
    others
      .filter((other) => ![roomOf(module), ...(ROOMS[roomOf(module)] ?? [])].includes(roomOf(other)))
      .map((other) => `${module} imports ${other}`),
  );
  expect(upward).toEqual([]);
});

it("no module knows itself by way of others", () => {
  // What imports nothing of the rest is taken away until nothing changes.
  let rest = [...imports.keys()];
  for (let before = 0; before !== rest.length; ) {
    before = rest.length;
    rest = rest.filter((module) => imports.get(module)?.some((other) => rest.includes(other)));
  }
  expect(rest).toEqual([]);
});

it("every room has a line, and is there", () => {
  expect(new Set([...imports.keys()].map(roomOf))).toEqual(new Set(Object.keys(ROOMS)));
});
