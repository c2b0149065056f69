// Which clusters the page looks at: all, or some.

import { clusters } from "../state/clusters";
import { go, view } from "../state/router";
import { count } from "../ui/format";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";

function label(): string {
  const { clusters: chosen } = view.value;
  const known = clusters.data.value ?? [];
  if (chosen.length === 1) return chosen[0] as string;
  if (chosen.length > 1) return `${chosen.length} clusters`;
  return known.length === 1 ? (known[0]?.name ?? "") : "All clusters";
}

function toggle(name: string) {
  const { clusters: chosen } = view.value;
  go({ clusters: chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name] });
}

export function ClusterChoice() {
  const known = clusters.data.value ?? [];
  const chosen = view.value.clusters;
  const names = [...new Set([...known.map(({ name }) => name), ...chosen])];
  return (
    <Menu
      name={`Clusters: ${label()}`}
      label={
        <>
          <Icon name="box" />
          <span class="cut">{label()}</span>
          <Icon name="down" />
        </>
      }
    >
      {() => (
        <div class="choices">
          <button type="button" class="choice" aria-pressed={chosen.length === 0} onClick={() => go({ clusters: [] })}>
            All clusters
          </button>
          {names.map((name) => (
            <label class="choice" key={name}>
              <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
              <span class="cut">{name}</span>
              <span class="muted">{count(known.find((one) => one.name === name)?.calls ?? 0)}</span>
            </label>
          ))}
        </div>
      )}
    </Menu>
  );
}
