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

// In a column of times the day stays away while all rows share it.
export const rowTime = (ms: number, sameDay: boolean) =>
  sameDay ? clock(ms, 3) : `${day(ms).slice(0, -5)}, ${clock(ms, 3)}`;

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
