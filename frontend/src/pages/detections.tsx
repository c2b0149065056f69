// Every detection that runs: what it looks for, what it needs, whether it is well.
import type { Detection } from "../api/types";
import { detections } from "../state/detections";
import { go, open, view } from "../state/router";
import { reload } from "../state/scope";
import { CoverageList } from "../table/coverage";
import { Facts } from "../ui/facts";
import { plural } from "../ui/format";
import { SeverityMark, severityOf } from "../ui/icon";
import { Scroll } from "../ui/scroll";
import { Empty, Failure, Skeleton } from "../ui/states";
import { DETECTION_KINDS, Filter } from "./filter";

export function DetectionsPage() {
  const list = detections.data.value;
  const error = detections.error.value;
  return (
    <main class="main page">
      <div class="page-body">
        <div class="page-head">
          <h1>Detections</h1>
          <span class="muted">{list ? plural(list.length, "detection") : ""}</span>
          <span class="grow" />
          <Filter name="Kind" values={DETECTION_KINDS} chosen={view.value.kind} choose={(kind) => go({ kind })} />
        </div>
        {error ? (
          <Failure what="The detections" error={error} retry={reload} />
        ) : list ? (
          <List list={list} />
        ) : (
          <Skeleton rows={8} />
        )}
      </div>
    </main>
  );
}

function List({ list }: { list: Detection[] }) {
  if (!list.length) return <Empty title="No detection fits" />;
  return (
    <Scroll stop name="Detections">
      <CoverageList />
      {list.map((detection) => (
        <Row key={detection.slug} detection={detection} />
      ))}
    </Scroll>
  );
}

const joined = (value: string | number | string[] | null) =>
  Array.isArray(value) ? value.join(", ") : String(value ?? "");

function Row({ detection }: { detection: Detection }) {
  const well = detection.state === "ok";
  return (
    <details class="detection">
      <summary>
        <SeverityMark severity={severityOf(detection.severity)} />
        <span class="quiet">{detection.code}</span>
        <span class="name">{detection.title}</span>
        <span class="chip">{detection.kind.toLowerCase()}</span>
        <span class={`chip ${well ? "" : "refused"}`}>{well ? "running" : "blind"}</span>
        <span class="num">{plural(detection.alerts, "alert")}</span>
      </summary>
      <Facts rows={rows(detection).filter(([, value]) => value)} />
      {detection.alerts ? (
        <button type="button" class="btn" onClick={() => open({ page: "alerts", q: "", code: detection.code })}>
          Show {plural(detection.alerts, "alert")}
        </button>
      ) : null}
    </details>
  );
}

function rows(detection: Detection): [string, string][] {
  return [
    ["State", detection.state === "ok" ? "" : detection.state],
    ["Meaning", detection.meaning ?? ""],
    ["Technique", joined(detection.technique)],
    ["Looks at", joined(detection.on)],
    ["Needs", joined(detection.needs)],
    ["Window", joined(detection.window)],
    ["Triage", detection.triage ?? ""],
    ["Usual", detection.usual ?? ""],
    ["File", detection.slug],
  ];
}
