// Which columns the table shows. The choice is part of the address.
import { go, view } from "../state/router";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";
import { CALL_COLUMNS, chosenColumns, toggled } from "./columns";

export function Chooser() {
  const { cols } = view.value;
  const chosen = new Set(chosenColumns(cols).map(({ id }) => id));
  return (
    <Menu
      name="Columns"
      label={
        <>
          <Icon name="columns" />
          Columns{" "}
          <span class="muted">
            {chosen.size}/{CALL_COLUMNS.length}
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
