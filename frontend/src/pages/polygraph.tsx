// The Polygraph page: timeline, graph, tables, side panel.
import { computed, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Side } from "../panel/side";
import { Canvas } from "../picture/canvas";
import { Outline } from "../picture/outline";
import { scene } from "../picture/scene";
import { didYouMean } from "../search/completion";
import { narrower, pills, removePill } from "../search/terms";
import { clusters } from "../state/clusters";
import { elsewhere } from "../state/elsewhere";
import { effects, polygraph } from "../state/polygraph";
import { go, setRange, view } from "../state/router";
import type { Run } from "../state/runs";
import { reload, scope } from "../state/scope";
import { replaceQuery } from "../state/search-text";
import { extent, timeline } from "../state/timeline";
import { Lower } from "../table/lower";
import { between, plural } from "../ui/format";
import { Icon } from "../ui/icon";
import { narrow } from "../ui/narrow";
import { Empty, Failure, Skeleton } from "../ui/states";
import { Summary, Timeline } from "../ui/timeline";

const asList = computed(() => narrow.value || view.value.outline);

export function PolygraphPage() {
  return (
    <>
      <Time />
      <Main />
    </>
  );
}

function Time() {
  const line = timeline.data.value;
  const poly = polygraph.data.value;
  const { from, to } = scope.value;
  const stored = extent.value;
  const marks = (poly?.alerts ?? []).map((mark) => ({ mark, time: mark.time }));
  return (
    <div class="time">
      <Summary calls={poly?.calls ?? 0} paths={poly?.paths ?? 0} denied={poly?.denied ?? 0} />
      {line && stored.from !== null && stored.to !== null ? (
        <Timeline
          line={line}
          range={{ from: from ?? stored.from, to: to ?? stored.to + 1 }}
          alerts={marks}
          choose={(range) => setRange(range.from, range.to)}
          reset={() => go({ from: "", to: "" })}
        />
      ) : (
        <div class="timeline" />
      )}
    </div>
  );
}

// The graph takes what it needs, the table the rest, but never less than it needs to be useful.
const LEAST_GRAPH = 300;
const LEAST_TABLE = 190;
const HEADS = 34;

function Main() {
  const main = useRef<HTMLElement>(null);
  const room = signalOf(main);
  const nothing = polygraph.data.value?.calls === 0;
  const needed = nothing ? LEAST_GRAPH : (scene.value?.layout.height ?? 540) + HEADS;
  const height = Math.round(Math.max(LEAST_GRAPH, Math.min(needed, room - LEAST_TABLE)));
  const style = asList.value ? {} : { gridTemplateRows: `${height}px minmax(0, 1fr)` };
  return (
    <main ref={main} class={`main ${view.value.sel ? "open" : ""} ${asList.value ? "as-list" : ""}`} style={style}>
      <h1 class="sr">Polygraph</h1>
      <div
        class={`graph-area ${polygraph.busy.value && polygraph.data.value ? "stale" : ""}`}
        aria-busy={polygraph.busy.value}
      >
        <GraphArea />
      </div>
      <Side />
      <Lower />
    </main>
  );
}

const mainRoom = signal(800);
function signalOf(main: { current: HTMLElement | null }): number {
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      if (entry) mainRoom.value = entry.contentRect.height;
    });
    if (main.current) watch.observe(main.current);
    return () => watch.disconnect();
  }, [main]);
  return mainRoom.value;
}

function GraphArea() {
  const error = polygraph.error.value;
  const poly = polygraph.data.value;
  if (error && error.code !== "BAD_SEARCH") return <Failure what="The graph" error={error} retry={reload} />;
  if (error && !poly) return <Unreadable message={error.message} />;
  if (!poly) return <Skeleton rows={12} />;
  return (
    <>
      {view.value.only ? <OnlyNotice /> : null}
      {/\bis:new\b/i.test(view.value.q) && !view.value.from ? (
        <p class="notice">is:new means first seen in the chosen range: without one, everything is new.</p>
      ) : null}
      {poly.calls === 0 ? <NoCalls /> : asList.value ? <Outline /> : <Canvas />}
    </>
  );
}

// A link may carry a search that cannot be read; then there is no earlier result to keep.
function Unreadable({ message }: { message: string }) {
  return (
    <Empty title="This search cannot be read">
      <p>{message}</p>
      <div class="acts">
        <button type="button" class="btn" onClick={() => replaceQuery("")}>
          Clear the search
        </button>
      </div>
    </Empty>
  );
}

function OnlyNotice() {
  const alert = polygraph.data.value?.alerts.find(({ id }) => id === view.value.only);
  return (
    <p class="notice" role="status">
      Only the paths of {alert ? `“${alert.title}”` : "one alert"}
      <button type="button" class="btn" onClick={() => go({ only: "" })}>
        <Icon name="x" />
        All paths
      </button>
    </p>
  );
}

function NoCalls() {
  const { q, clusters: chosen } = view.value;
  const stored = clusters.data.value?.reduce((sum, cluster) => sum + cluster.calls, 0);
  if (stored === 0) return <NoData />;
  if (q) return <NothingFound />;
  return (
    <Empty title="No call in this range">
      <p>Nothing was recorded between these times{chosen.length ? " on the chosen clusters" : ""}.</p>
      <div class="acts">
        <Elsewhere />
        {chosen.length ? (
          <button type="button" class="btn" onClick={() => go({ clusters: [] })}>
            All clusters
          </button>
        ) : null}
      </div>
    </Empty>
  );
}

function NoData() {
  return (
    <Empty title="No calls are stored yet">
      <p>Read a recorded audit log, or let the API server send its log here.</p>
      <pre>graphsvc ingest audit.log --cluster my-cluster</pre>
      <p>Webhook address: POST {location.origin}/v1/audit</p>
    </Empty>
  );
}

// Where the calls are that this range does not have, one click away.
function Elsewhere() {
  const { from, to } = view.value;
  const { before, after, all } = elsewhere.data.value ?? {};
  if (!from && !to) return null;
  return (
    <>
      {before ? <Jump name="Last before" run={before} /> : null}
      {after ? <Jump name="First after" run={after} /> : null}
      <button type="button" class="btn" onClick={() => go({ from: "", to: "" })}>
        <Icon name="clock" />
        Whole range <span class="muted">{all ? `shows ${plural(all.calls, "call")}` : ""}</span>
      </button>
    </>
  );
}

function Jump({ name, run: { from, to, calls } }: { name: string; run: Run }) {
  return (
    <button type="button" class="btn primary" onClick={() => setRange(from, to)}>
      {name}: {plural(calls, "call")}, {between(from, to)} UTC
    </button>
  );
}

// Which terms are to blame: those without which something would be left.
function NothingFound() {
  const { q } = view.value;
  const cures = pills(q)
    .map((pill, at) => ({ pill, at, calls: effects.data.value?.[at] ?? 0 }))
    .filter(({ calls }) => calls > 0);
  const meant = didYouMean(q);
  return (
    <Empty title="No call matches this query in this range">
      <p>
        {cures.length ? "Each of these terms alone removes everything:" : "Take a term away or widen the time range."}
      </p>
      <div class="acts">
        {meant ? (
          <button type="button" class="btn primary" onClick={() => replaceQuery(meant)}>
            Did you mean {meant}?
          </button>
        ) : null}
        {cures.map(({ pill, at, calls }) => (
          <button type="button" class="btn" key={pill.text} onClick={() => replaceQuery(removePill(q, at))}>
            <Icon name="x" />
            Remove {pill.text} <span class="muted">shows {plural(calls, "call")}</span>
          </button>
        ))}
        {cures.map(({ pill, at }) => {
          const byName = narrower(q, at);
          return byName ? (
            <button type="button" class="btn" key={`narrow ${pill.text}`} onClick={() => replaceQuery(byName)}>
              Only by name: {pill.text.replace("-", "-name:")}
            </button>
          ) : null;
        })}
        <button type="button" class="btn" onClick={() => replaceQuery("")}>
          Remove all terms
        </button>
        <Elsewhere />
      </div>
    </Empty>
  );
}
