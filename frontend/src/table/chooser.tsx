// Which columns the table shows. The choice is part of the address.
import { calls } from "../state/calls";
import { go, view } from "../state/router";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";
import { CALL_COLUMNS, chosenColumns, filled, toggled } from "./columns";

export function Chooser() {
  const { cols } = view.value;
  const columns = chosenColumns(cols);
  const chosen = new Set(columns.map(({ id }) => id));
  const shown = filled(columns, calls.data.value?.rows ?? []);
  return (
    <Menu
      name="Columns"
      label={
        <>
          <Icon name="columns" />
          Columns{" "}
          <span class="muted">
            {shown.length}/{CALL_COLUMNS.length}
          </span>
          <Icon name="down" />
        </>
      }
    >
      {() => (
        <div class="choices tall">
          {CALL_COLUMNS.map(({ id, name }) => (
            <label class="choice" key={id}>
              <input type="checkbox" checked={chosen.has(id)} onChange={() => go({ cols: toggled(cols, id) })} />
              {name}
              {chosen.has(id) && !shown.some((one) => one.id === id) ? <span class="muted">empty</span> : null}
            </label>
          ))}
          {cols ? (
            <button type="button" class="btn" onClick={() => go({ cols: null })}>
              Default columns
            </button>
          ) : null}
        </div>
      )}
    </Menu>
  );
}
