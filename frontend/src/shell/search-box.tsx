// The search box: terms as pills, the term in the making as text, and what it can become. What is told lies over the page.
import { useEffect, useRef } from "preact/hooks";
import type { SearchError } from "../search/query";
import { flipPill, pills, removePill } from "../search/terms";
import { effects, polygraph } from "../state/polygraph";
import { view } from "../state/router";
import { base, commit, draft, isSettled, isTold, onInput, problem, replaceQuery } from "../state/search-text";
import { chosen, type Suggestion, suggestions, take, typing } from "../state/suggestions";
import type { Page } from "../state/url";
import { count, plural } from "../ui/format";
import { Icon } from "../ui/icon";
import { SearchHelp } from "./search-help";

function onKey(event: KeyboardEvent) {
  const input = event.target as HTMLInputElement;
  const list = suggestions.value;
  const taken = list[chosen.value];
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way && list.length) {
    // One step before the first and after the last is what was typed.
    chosen.value = ((chosen.value + 1 + way + list.length + 1) % (list.length + 1)) - 1;
    event.preventDefault();
  } else if (taken && (event.key === "Enter" || event.key === "Tab")) {
    take(taken);
    event.preventDefault();
  } else if (event.key === "Enter") {
    typing.value = false;
    commit();
  } else if (event.key === "Backspace" && input.value === "") removeLast();
  else if (event.key === "Escape") {
    if (list.length) typing.value = false;
    else if (input.value) replaceQuery(base.value);
    else input.blur();
  }
}

function type(event: Event) {
  typing.value = true;
  chosen.value = -1;
  onInput(event);
}

function removeLast() {
  const list = pills(base.value);
  if (list.length) replaceQuery(removePill(base.value, list.length - 1));
}

const PLACEHOLDERS: Partial<Record<Page, string>> = {
  polygraph: "Search calls:  exec   user:ben   -leases   ip:10.60.*   is:denied",
  alerts: "Search the calls of alerts:  exec   user:ben   is:denied",
  detections: "Search detections",
};
export const isSearched = (page: Page) => page in PLACEHOLDERS;

export function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => registerSearch(input.current), []);
  const list = pills(base.value);
  const settled = isSettled() && !polygraph.busy.value && view.value.page === "polygraph";
  const counts = settled ? effects.data.value : null;
  const told = isTold.value ? problem.value : null;
  const options = suggestions.value;
  return (
    <div class="search-wrap">
      <search class={`search ${told ? "bad" : ""}`}>
        <Icon name="search" class="muted" />
        {list.map((pill, at) => (
          <Pill key={`${at} ${pill.text}`} text={pill.text} excluded={pill.excluded} effect={counts?.[at]} at={at} />
        ))}
        {list.length === 0 && base.value ? <span class="mono">{base.value}</span> : null}
        <input
          ref={input}
          type="text"
          aria-label="Search"
          aria-invalid={told ? "true" : undefined}
          aria-describedby={told ? "search-problem" : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder={list.length ? "Add a term" : PLACEHOLDERS[view.value.page]}
          value={draft.value}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={options.length ? "search-options" : undefined}
          aria-activedescendant={options[chosen.value] ? `search-option-${chosen.value}` : undefined}
          onInput={type}
          onKeyDown={onKey}
          onBlur={() => {
            typing.value = false;
          }}
        />
        <kbd>/</kbd>
        <SearchHelp />
      </search>
      {options.length || told ? (
        <div class="search-below">
          {told ? <Problem error={told} /> : null}
          {options.length ? <Options list={options} /> : null}
        </div>
      ) : null}
      <span class="sr" role="status">
        {typing.value && options.length ? `${plural(options.length, "suggestion")}, arrow down to choose` : ""}
      </span>
    </div>
  );
}

function Options({ list }: { list: Suggestion[] }) {
  return (
    <div id="search-options" role="listbox" aria-label="Suggestions">
      {list.map((one, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the box, which keeps the focus.
        <div
          key={one.draft}
          id={`search-option-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen.value}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(one)}
        >
          <span class="cut">{one.label}</span>
          {one.calls === undefined ? null : <span class="muted">{count(one.calls)}</span>}
        </div>
      ))}
    </div>
  );
}

let searchInput: HTMLInputElement | null = null;
function registerSearch(input: HTMLInputElement | null) {
  searchInput = input;
}
export const focusSearch = () => searchInput?.focus();

function Problem({ error }: { error: SearchError }) {
  const chars = [...draft.value];
  const at = Math.min(error.position, chars.length);
  return (
    <p id="search-problem" class="problem" role="alert">
      <span class="mono" aria-hidden="true">
        {chars.slice(Math.max(0, at - 12), at).join("")}
        <mark>{chars.slice(at, at + 1).join("") || "·"}</mark>
        {chars.slice(at + 1, at + 12).join("")}
      </span>{" "}
      {error.message} (character {at + 1}); the last good result stays
    </p>
  );
}

interface PillProps {
  text: string;
  excluded: boolean;
  effect: number | undefined;
  at: number;
}

function Pill({ text, excluded, effect: removed, at }: PillProps) {
  const word = excluded ? "removed" : "left out";
  return (
    <span class={`pill ${excluded ? "not" : ""}`}>
      <button
        type="button"
        class="term"
        title="Click turns the term around"
        onClick={() => replaceQuery(flipPill(base.value, at))}
      >
        {text.replace(/^-/, "−")}
      </button>
      {removed === undefined ? null : (
        <span>
          {word} {plural(removed, "call")}
        </span>
      )}
      <button
        type="button"
        class="close"
        aria-label={`Remove ${text}`}
        onClick={() => replaceQuery(removePill(base.value, at))}
      >
        <Icon name="x" />
      </button>
    </span>
  );
}
