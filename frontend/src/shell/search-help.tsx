// What can be asked, as examples that can be clicked.

import { replaceQuery } from "../state/search-text";
import { Icon } from "../ui/icon";
import { Menu } from "../ui/menu";

const EXAMPLES: [string, string][] = [
  ["exec", "any field contains exec"],
  ["exec -role", "and no field contains role"],
  ['"sh -c"', "exactly this text, blanks included"],
  ["user:=kubernetes-admin", "the user is exactly this one"],
  ["name:web*", "the whole name fits the pattern"],
  ["code:>=400", "numbers can be compared; code:400..499"],
  ["ip:external", "or a network: ip:10.0.0.0/8"],
  ["is:denied", "also is:error is:exec is:human is:machine is:new is:alert is:steady"],
  ["kind:RBAC -verb:get", "the class of a resource, or its name"],
  ["(is:denied kind:secrets) OR as:*", "brackets, OR, a field that is present"],
];

export function SearchHelp() {
  return (
    <Menu name="Search help" class="icon-button" label={<Icon name="help" />}>
      {(close) => (
        <div class="help">
          <h2>Search</h2>
          <p>
            Every term must hold. Upper and lower case are the same. Fields: ip group aws user as kind ns name verb
            action status code cmd agent cluster is.
          </p>
          <ul>
            {EXAMPLES.map(([text, meaning]) => (
              <li key={text}>
                <button
                  type="button"
                  class="mono"
                  onClick={() => {
                    close();
                    replaceQuery(text);
                  }}
                >
                  {text}
                </button>
                <span>{meaning}</span>
              </li>
            ))}
          </ul>
          <p>
            Key <kbd>?</kbd> shows all keys.
          </p>
        </div>
      )}
    </Menu>
  );
}
