// Which detections each cluster's log can feed, which are blind and why, and what no log ever shows.
import { useEffect } from "preact/hooks";
import type { Coverage } from "../api/types";
import { coverage, loadCoverage } from "../state/coverage";
import { tick } from "../state/scope";
import { Facts } from "../ui/facts";
import { count, plural } from "../ui/format";
import { Failure } from "../ui/states";

export function CoverageList() {
  useEffect(loadCoverage, [tick.value]);
  const list = coverage.data.value;
  const error = coverage.error.value;
  if (error) return <Failure what="The coverage" error={error} retry={loadCoverage} />;
  if (!list?.length) return null;
  return (
    <div data-testid="coverage">
      {list.map((one) => (
        <Row key={one.cluster} of={one} />
      ))}
      <details class="detection told">
        <summary>
          <span class="name">What no audit log shows, whatever its policy</span>
        </summary>
        <Facts rows={(list[0]?.invisible ?? []).map(({ what, why }) => [what, why])} />
      </details>
    </div>
  );
}

function Row({ of }: { of: Coverage }) {
  const all = of.fed + of.partly + of.blind + of.unknown;
  return (
    <details class="detection told">
      <summary>
        <span class="name">The log of {of.cluster}</span>
        <span class="chip">
          feeds {count(of.fed)} of {plural(all, "detection")}
        </span>
        <span class={`chip ${of.blind ? "refused" : ""}`}>{count(of.blind)} blind</span>
        <span class="quiet">
          {count(of.partly)} in part · of {count(of.unknown)} no call was seen
        </span>
      </summary>
      <Facts
        rows={["BLIND", "PARTLY", "UNKNOWN"].flatMap((state) =>
          of.detections
            .filter((detection) => detection.state === state)
            .map(({ code, title, why }): [string, string] => [code, `${title} (${state.toLowerCase()}): ${why}`]),
        )}
      />
    </details>
  );
}
