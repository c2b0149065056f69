// A filter with a few fixed values; none chosen means all.
import { inWords } from "../ui/format";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";

export const DETECTION_KINDS = ["POLICY", "ANOMALY", "THRESHOLD", "SEQUENCE", "GRAPH"];

interface Props {
  name: string;
  values: string[];
  chosen: string[];
  choose: (values: string[]) => void;
}

export function Filter({ name, values, chosen, choose }: Props) {
  const toggle = (value: string) =>
    choose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Menu
      name={`${name} filter`}
      label={
        <>
          {name}
          <span class="muted">{chosen.length ? chosen.map(inWords).join(", ") : "all"}</span>
          <Icon name="down" />
        </>
      }
    >
      {() => (
        <div class="choices">
          {values.map((value) => (
            <label class="choice" key={value}>
              <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
              {inWords(value)}
            </label>
          ))}
        </div>
      )}
    </Menu>
  );
}
