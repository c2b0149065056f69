// Cuts a search text into marks. Words keep a note of which characters were escaped, so that an escaped star stays a star.
import { type Comparison, type Field, fieldNamed, SearchError, type Span, whyRefused } from "./query";

export interface Value {
  text: string;
  // one piece more than there are unescaped stars; a quoted value has one piece
  pieces: string[];
  quoted: boolean;
}

export type Mark =
  // a bar stands between words that it touches
  | (Span & { type: "open" | "close" | "or" | "bar" | "and" | "not" })
  | (Span & { type: "term"; field: Field | null; op: Comparison | null; value: Value });

const SPACE = /\s/;
const OPERATORS: Comparison[] = [">=", "<=", "!=", "==", ">", "<", "="];
const WORD_OPERATORS: Record<string, "or" | "and" | "not"> = { OR: "or", AND: "and", NOT: "not" };
const SINGLE: Record<string, "open" | "close" | "or"> = { "(": "open", ")": "close", "|": "or" };

const isBlank = (char: string | undefined) => char === undefined || SPACE.test(char);
const endsWord = (char: string | undefined) => isBlank(char) || (char as string) in SINGLE;

export function lex(chars: string[]): Mark[] {
  const marks: Mark[] = [];
  let at = 0;
  while (at < chars.length) {
    const mark = isBlank(chars[at]) ? null : nextMark(chars, at);
    if (mark) marks.push(mark);
    at = mark ? mark.end : at + 1;
  }
  return marks;
}

function nextMark(chars: string[], at: number): Mark | null {
  const char = chars[at] as string;
  if (char === "|" && !isBlank(chars[at - 1]) && !isBlank(chars[at + 1]))
    return { type: "bar", start: at, end: at + 1 };
  const single = SINGLE[char];
  if (single) return { type: single, start: at, end: at + 1 };
  if (char === "-" || char === "!") {
    // A lone sign never negates the next word.
    return isLoneSign(chars, at) ? null : { type: "not", start: at, end: at + 1 };
  }
  return wordOperator(chars, at) ?? term(chars, at);
}

function isLoneSign(chars: string[], at: number): boolean {
  const next = chars[at + 1];
  return next !== "(" && endsWord(next);
}

function wordOperator(chars: string[], at: number): Mark | null {
  for (const [word, type] of Object.entries(WORD_OPERATORS)) {
    const end = at + word.length;
    if (chars.slice(at, end).join("") === word && endsWord(chars[end])) return { type, start: at, end };
  }
  return null;
}

function term(chars: string[], at: number): Mark {
  const name = nameAt(chars, at);
  const why = name && whyRefused(name.toLowerCase());
  if (why) throw new SearchError(`${name}: cannot be asked for: ${why}`, at);
  const field = name ? fieldNamed(name.toLowerCase()) : null;
  let from = at;
  let op: Comparison | null = null;
  if (field) {
    from += (name as string).length + 1;
    op = OPERATORS.find((known) => chars.slice(from, from + known.length).join("") === known) ?? null;
    from += op?.length ?? 0;
    if (endsWord(chars[from])) throw new SearchError(`${field}: needs a value`, at);
  }
  const { value, end } = chars[from] === '"' ? quoted(chars, from) : word(chars, from);
  return { type: "term", field, op, value, start: at, end };
}

// An unknown name before a colon is text, never an error: system:masters.
function nameAt(chars: string[], at: number): string | null {
  const colon = chars.indexOf(":", at);
  return colon < 0 ? null : chars.slice(at, colon).join("");
}

// A word that holds nothing but letters and stars.
export const plainValue = (text: string): Value => word([...text], 0).value;

function quoted(chars: string[], at: number): { value: Value; end: number } {
  let text = "";
  let end = at + 1;
  while (end < chars.length && chars[end] !== '"') {
    if (chars[end] === "\\" && end + 1 < chars.length) end++;
    text += chars[end++];
  }
  if (end >= chars.length) throw new SearchError("this quote is not closed", at);
  return { value: { text, pieces: [text], quoted: true }, end: end + 1 };
}

function word(chars: string[], at: number): { value: Value; end: number } {
  const pieces = [""];
  let text = "";
  let end = at;
  while (!endsWord(chars[end])) {
    const escaped = chars[end] === "\\" && end + 1 < chars.length;
    const char = chars[escaped ? end + 1 : end] as string;
    text += char;
    if (char === "*" && !escaped) pieces.push("");
    else pieces[pieces.length - 1] += char;
    end += escaped ? 2 : 1;
  }
  return { value: { text, pieces, quoted: false }, end };
}
