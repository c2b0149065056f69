// Numbers, times, words and records as the page writes them. All times are UTC.

export const count = (value: number) => value.toLocaleString("en-US");
export const plural = (value: number, word: string) => `${count(value)} ${word}${value === 1 ? "" : "s"}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const valid = (ms: number) => Number.isFinite(ms);

export function day(ms: number): string {
  if (!valid(ms)) return "";
  const date = new Date(ms);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export function clock(ms: number, digits: 0 | 3 | "minutes" = 0): string {
  if (!valid(ms)) return "";
  const text = new Date(ms).toISOString();
  return digits === 3 ? text.slice(11, 23) : text.slice(11, digits === "minutes" ? 16 : 19);
}

export const moment = (ms: number, digits: 0 | 3 = 0) => (valid(ms) ? `${day(ms)}, ${clock(ms, digits)}` : "");

export function between(from: number, to: number): string {
  if (!valid(from) || !valid(to)) return "";
  return day(from) === day(to) ? `${moment(from)} – ${clock(to)}` : `${moment(from)} – ${moment(to)}`;
}

// What rows of a list must say of their time to be told apart: the clock, also the day, also the year.
export type Span = "clock" | "day" | "year";

export function spanOf(times: number[]): Span {
  const days = new Set(times.map(day));
  if (days.size < 2) return "clock";
  return new Set(times.map((ms) => new Date(ms).getUTCFullYear())).size < 2 ? "day" : "year";
}

export function rowTime(ms: number, span: Span): string {
  if (span === "clock") return clock(ms, 3);
  return `${span === "day" ? day(ms).slice(0, -5) : day(ms)}, ${clock(ms, 3)}`;
}

// The same moment by the clock of who looks; nothing where that is UTC too.
export function here(ms: number): string {
  const date = new Date(ms);
  if (!valid(ms) || date.getTimezoneOffset() === 0) return "";
  const options = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  return date.toLocaleString("en-GB", { ...options, timeZoneName: "short" });
}

export const bothClocks = (ms: number) => [`${moment(ms, 3)} UTC`, here(ms)].filter(Boolean).join("\n");

// A value of a closed set, like IN_PROGRESS.
export const inWords = (value: string) => value.toLowerCase().replace("_", " ");

// A record in lines, where it is JSON; otherwise as it is.
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
