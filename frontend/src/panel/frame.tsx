// The side panel: it pushes graph and table, never covers them, and closes on Escape.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { go } from "../state/router";
import { copyText } from "../ui/copy";
import { Icon } from "../ui/icon";

interface Props {
  line: ComponentChildren;
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function Panel({ line, title, actions, children }: Props) {
  return (
    <>
      <header>
        <div class="line">
          {line}
          <span class="grow" />
          <button type="button" class="icon-button" aria-label="Close the panel" onClick={() => go({ sel: "" })}>
            <Icon name="x" />
          </button>
        </div>
        <h2>{title}</h2>
        {actions ? <div class="acts">{actions}</div> : null}
      </header>
      {children}
    </>
  );
}

export function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section>
      <h3>
        {title} {note ? <span>{note}</span> : null}
      </h3>
      {children}
    </section>
  );
}

export function Terminal({ where, command }: { where: string; command: string }) {
  const [done, setDone] = useState(false);
  return (
    <div class="terminal">
      {where ? <span class="where">{where}</span> : null}
      <span class="prompt" aria-hidden="true">
        $
      </span>
      <code>{command}</code>
      <button type="button" aria-label="Copy the command" onClick={async () => setDone(await copyText(command))}>
        <Icon name={done ? "check" : "copy"} />
      </button>
    </div>
  );
}

export function Json({ value }: { value: unknown }) {
  return <Block text={JSON.stringify(value, null, 2)} />;
}

// A text as it is, in lines that fit.
export function Text({ text }: { text: string }) {
  return <Block text={text} class="wrapped" />;
}

function Block({ text, class: extra = "" }: { text: string; class?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must be scrollable by keyboard.
    <pre class={`json ${extra}`} tabIndex={0}>
      {text}
    </pre>
  );
}
