// Copies a text and says so.
import { useState } from "preact/hooks";
import { Icon } from "./icon";

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function Copy({ text, name = "Copy", bare = false }: { text: string; name?: string; bare?: boolean }) {
  const [done, setDone] = useState<boolean | null>(null);
  const copy = async () => {
    setDone(await copyText(text));
    setTimeout(() => setDone(null), 1500);
  };
  const word = done === null ? name : done ? "Copied" : "Not allowed";
  return (
    <button
      type="button"
      class={bare ? "icon-button" : "btn"}
      aria-label={bare ? word : undefined}
      title={bare ? word : undefined}
      onClick={copy}
    >
      <Icon name={done ? "check" : "copy"} />
      {bare ? null : word}
    </button>
  );
}
