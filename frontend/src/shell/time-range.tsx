// The time range: what is chosen, presets, shifting, and exact bounds.
import { useState } from "preact/hooks";
import { go, setRange, view } from "../state/router";
import { scope } from "../state/scope";
import { extent } from "../state/timeline";
import { isoTime, isTime } from "../state/url";
import { between, here } from "../ui/format";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";

const PRESETS: [string, string][] = [
  ["", "All calls"],
  ["-15m", "Last 15 minutes"],
  ["-1h", "Last hour"],
  ["-24h", "Last 24 hours"],
  ["-7d", "Last 7 days"],
  ["-30d", "Last 30 days"],
  ["-90d", "Last 90 days"],
];

// The bounds that are in force, with the stored extent where there is none.
function bounds(): { from: number; to: number } | null {
  const { from, to } = scope.value;
  const stored = extent.value;
  const start = from ?? stored.from;
  const end =
    to ?? (from !== null && view.value.from.startsWith("-") ? Date.now() : stored.to === null ? null : stored.to + 1);
  return start === null || end === null ? null : { from: start, to: end };
}

function shiftRange(way: -1 | 1) {
  const now = bounds();
  if (!now) return;
  const by = way * (now.to - now.from);
  setRange(now.from + by, now.to + by);
}

function label(): string {
  const { from, to } = view.value;
  const preset = to === "" ? PRESETS.find(([value]) => value === from) : undefined;
  const now = bounds();
  if (preset && (from !== "" || !now)) return preset[1];
  return now ? `${between(now.from, now.to)} UTC` : "All calls";
}

export function TimeRange() {
  return (
    <div class="btn-group">
      <button type="button" class="btn step" aria-label="Earlier" onClick={() => shiftRange(-1)}>
        <Icon name="left" />
      </button>
      <Menu
        name={`Time range: ${label()}`}
        label={
          <>
            <Icon name="clock" />
            <span class="range">{label()}</span>
          </>
        }
      >
        {(close) => <Choices close={close} />}
      </Menu>
      <button type="button" class="btn step" aria-label="Later" onClick={() => shiftRange(1)}>
        <Icon name="right" />
      </button>
    </div>
  );
}

function Choices({ close }: { close: () => void }) {
  const { from, to } = view.value;
  const now = bounds();
  return (
    <div class="choices">
      {PRESETS.map(([value, name]) => (
        <button
          type="button"
          key={value}
          class="choice"
          aria-pressed={to === "" && from === value}
          onClick={() => {
            close();
            go({ from: value, to: "" });
          }}
        >
          {name}
        </button>
      ))}
      <Custom
        from={now ? isoTime(Math.floor(now.from / 1000) * 1000) : ""}
        to={now ? isoTime(Math.ceil(now.to / 1000) * 1000) : ""}
        close={close}
      />
    </div>
  );
}

function Custom({ from, to, close }: { from: string; to: string; close: () => void }) {
  const [start, setStart] = useState(from);
  const [end, setEnd] = useState(to);
  const [wrong, setWrong] = useState("");
  const apply = (event: Event) => {
    event.preventDefault();
    if (!isTime(start) || !isTime(end)) return setWrong("Write times like 2026-11-23T12:56:00Z");
    if (Date.parse(start) >= Date.parse(end)) return setWrong("The end must come after the start");
    close();
    setRange(Date.parse(start), Date.parse(end));
  };
  return (
    <form class="custom" onSubmit={apply}>
      <label>
        From (UTC)
        <input value={start} onInput={(event) => setStart(event.currentTarget.value.trim())} />
        {here(Date.parse(start))}
      </label>
      <label>
        To (UTC)
        <input value={end} onInput={(event) => setEnd(event.currentTarget.value.trim())} />
        {here(Date.parse(end))}
      </label>
      {wrong ? <p role="alert">{wrong}</p> : null}
      <button type="submit" class="btn primary">
        Apply
      </button>
    </form>
  );
}
