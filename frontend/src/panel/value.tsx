// A value that can be asked for, kept away and copied, behind one button.
import { askFor, keepAway } from "../state/search-text";
import { Copy } from "../ui/copy";
import { Menu } from "../ui/menu";

export function Value({ text, terms }: { text: string; terms: string[] }) {
  return (
    <Menu name={`${text}: what to do with it`} class="value" label={text}>
      {(close) => (
        <div class="acts">
          {terms.length ? (
            <>
              <Act name="Only this" terms={terms} close={close} act={askFor} />
              <Act name="Exclude" terms={terms} close={close} act={keepAway} />
            </>
          ) : null}
          <Copy text={text} />
        </div>
      )}
    </Menu>
  );
}

interface ActProps {
  name: string;
  terms: string[];
  close: () => void;
  act: (terms: string[]) => void;
}

function Act({ name, terms, close, act }: ActProps) {
  return (
    <button
      type="button"
      class="btn"
      onClick={() => {
        close();
        act(terms);
      }}
    >
      {name}
    </button>
  );
}
