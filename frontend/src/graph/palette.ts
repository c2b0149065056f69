// Reads the colour tokens of the page as plain colours, because a canvas knows no custom properties.

export type Palette = (token: string) => string;
type Rgb = [number, number, number];

export function readPalette(host: HTMLElement): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const known = new Map<string, string>();
  const tokens = [
    "bg panel sunken line line-strong text muted accent accent-soft denied hop",
    "kind-ip kind-group kind-aws kind-user kind-imp kind-res kind-act kind-code",
    "sev-critical sev-high sev-medium sev-low sev-info",
  ].flatMap((line) => line.split(" "));
  for (const token of tokens) {
    probe.style.color = `var(--${token})`;
    known.set(token, getComputedStyle(probe).color);
  }
  probe.remove();
  return (token) => known.get(token) ?? "rgb(128, 128, 128)";
}

const parts = (color: string) => (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number) as Rgb;

export function mix(color: string, into: string, share: number): string {
  const [a, b] = [parts(color), parts(into)];
  return `rgb(${a.map((value, at) => Math.round(value * share + (b[at] ?? 0) * (1 - share))).join(",")})`;
}
