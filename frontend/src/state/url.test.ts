import { describe, expect, it } from "vitest";
import { DEFAULTS, instant, isTime, readView, type View, writeView } from "./url";

const there = (text: string) => {
  const [path = "", search = ""] = text.split("?");
  return readView({ path, search });
};

describe("the view in the address", () => {
  it("takes inherited names for what they are", () =>
    expect(there("/?constructor=1&toString=2").view.rest).toEqual([
      ["constructor", "1"],
      ["toString", "2"],
    ]));

  it("leaves defaults out", () => expect(writeView(DEFAULTS)).toBe("/"));

  it("comes back as it went", () => {
    const view: View = {
      ...DEFAULTS,
      page: "alerts",
      q: 'user:="a b" -x',
      from: "-24h",
      to: "2026-11-23T12:56:00Z",
      clusters: ["a", "b,c"],
      tab: "errors",
      sel: "node:resource:orders/pods",
      open: ["sourceIp+Internal IP"],
      cols: ["time", "user"],
      only: "x",
      outline: true,
      steady: true,
      code: "EX-01",
      severity: ["HIGH"],
      kind: ["POLICY"],
      status: ["OPEN"],
      rest: [["later", "1"]],
    };
    expect(there(writeView(view))).toEqual({ view, bad: [] });
  });

  it("falls back for bad values and names them", () => {
    const { view, bad } = there("/nowhere?tab=x&from=yesterday&to=2026-13-45T00:00:00Z");
    expect(view).toMatchObject({ page: "polygraph", tab: "calls", from: "", to: "" });
    expect(bad).toEqual(["/nowhere", "tab=x", "from=yesterday", "to=2026-13-45T00:00:00Z"]);
  });

  it("knows times", () => {
    expect(["-15m", "-7d", "2026-11-23T12:56:00Z", "2026-11-23T12:56:00.123Z"].every(isTime)).toBe(true);
    expect(["24h", "-1y", "2026-11-23", ""].some(isTime)).toBe(false);
    expect(instant("-1h", 10_000_000)).toBe(6_400_000);
    expect(instant("", 1)).toBeNull();
  });
});
