// Small drawings: icons and the shapes of the severities. Decoration only, the words beside them carry the meaning.
import { h } from "preact";
import type { WireSeverity } from "../api/types";
import { ICONS, type IconName } from "./icons";

export function Icon({ name, class: extra = "" }: { name: IconName; class?: string }) {
  return (
    <svg class={`icon ${extra}`} viewBox="0 0 24 24" aria-hidden="true">
      {ICONS[name].map(([tag, attributes]) => h(tag, attributes as Record<string, string>))}
    </svg>
  );
}

export const SHAPES: Record<WireSeverity, string> = {
  critical: "M6 0L12 6 6 12 0 6z",
  high: "M6 .6L12 11.4H0z",
  medium: "M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8z",
  low: "M0 .6h12L6 11.4z",
  info: "M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8zm0 2.4a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6z",
};

export const severityOf = (text: string) => text.toLowerCase() as WireSeverity;

export function Shape({ severity }: { severity: WireSeverity }) {
  return (
    <svg class={`shape sev-${severity}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[severity] ?? SHAPES.info} />
    </svg>
  );
}

export function SeverityMark({ severity }: { severity: WireSeverity }) {
  return (
    <span class={`sev sev-${severity}`}>
      <Shape severity={severity} />
      {severity}
    </span>
  );
}
