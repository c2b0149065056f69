// Reads a search text by the grammar of the project (or, and, not, term). The server reads the same text again and decides.
import { parseNetwork } from "./cidr";
import { lex, type Mark, plainValue, type Value } from "./lex";
import {
  type Comparison,
  type Field,
  FLAGS,
  LIMITS,
  LISTED,
  type Many,
  type Query,
  SearchError,
  type Term,
  type Test,
  WHOLE,
} from "./query";

export function parse(text: string): Query | null {
  const chars = [...text];
  if (chars.length > LIMITS.characters) {
    throw new SearchError(`a search may have ${LIMITS.characters} characters`, LIMITS.characters);
  }
  return new Parser(lex(chars)).whole();
}

type TermMark = Mark & { type: "term" };

class Parser {
  private at = 0;
  private depth = 0;
  private terms = 0;

  constructor(private readonly marks: Mark[]) {}

  whole(): Query | null {
    if (this.marks.length === 0) return null;
    const query = this.or();
    const rest = this.peek();
    if (rest) throw new SearchError("this bracket was never opened", rest.start);
    return query;
  }

  private peek(): Mark | undefined {
    return this.marks[this.at];
  }

  private or(): Query {
    const parts = [this.and()];
    while (this.peek()?.type === "or" || this.peek()?.type === "bar") {
      const operator = this.marks[this.at++] as Mark;
      if (!this.startsPart()) throw new SearchError("OR needs something on its right", operator.start);
      parts.push(this.and());
    }
    return join("or", parts);
  }

  private and(): Query {
    const parts = [this.not()];
    while (this.peek()?.type === "and" || this.startsPart()) {
      if (this.peek()?.type === "and") {
        const operator = this.marks[this.at++] as Mark;
        if (!this.startsPart()) throw new SearchError("AND needs something on its right", operator.start);
      }
      parts.push(this.not());
    }
    return join("and", parts);
  }

  private startsPart(): boolean {
    const type = this.peek()?.type;
    return type === "term" || type === "open" || type === "not";
  }

  private not(): Query {
    const mark = this.marks[this.at];
    if (mark?.type !== "not") return this.primary();
    this.at++;
    const next = this.peek()?.type;
    if (next !== "term" && next !== "open") throw new SearchError("NOT needs something on its right", mark.start);
    const part = this.primary();
    return { type: "not", part, start: mark.start, end: part.end };
  }

  private primary(): Query {
    const mark = this.marks[this.at] as Mark;
    this.at++;
    if (mark.type === "open") return this.bracket(mark);
    if (mark.type === "term") return this.either(mark);
    throw new SearchError(COMPLAINTS[mark.type], mark.start);
  }

  private bracket(open: Mark): Query {
    if (++this.depth > LIMITS.depth) throw new SearchError(`brackets may be ${LIMITS.depth} deep`, open.start);
    if (this.peek()?.type === "close") throw new SearchError("nothing between these brackets", open.start);
    if (!this.peek()) throw new SearchError("this bracket is not closed", open.start);
    const inner = this.or();
    const close = this.marks[this.at++];
    if (close?.type !== "close") throw new SearchError("this bracket is not closed", open.start);
    this.depth--;
    return { ...inner, start: open.start, end: close.end };
  }

  // `user:a|b`: b is asked of the user too, in the same way.
  private either(mark: TermMark): Query {
    const parts = this.listed(mark);
    while (mark.field && this.peek()?.type === "bar" && this.marks[this.at + 1]?.type === "term") {
      const other = this.marks[this.at + 1] as TermMark;
      this.at += 2;
      parts.push(...this.listed(other.field ? other : { ...other, field: mark.field, op: mark.op }));
    }
    return join("or", parts);
  }

  private listed(mark: TermMark): Term[] {
    const { field, value } = mark;
    const isList = field && LISTED.includes(field) && !value.quoted && value.text.includes(",");
    if (!isList) return [this.term(mark)];
    const texts = value.text.split(",").filter(Boolean);
    return texts.map((text) => this.term({ ...mark, value: plainValue(text) }));
  }

  private term(mark: TermMark): Term {
    if (++this.terms > LIMITS.terms) throw new SearchError(`a search may have ${LIMITS.terms} terms`, mark.start);
    const test = testOf(mark.field, mark.op, mark.value, mark.start);
    return { type: "term", field: mark.field, test, start: mark.start, end: mark.end };
  }
}

const COMPLAINTS: Record<Exclude<Mark["type"], "open" | "term">, string> = {
  close: "this bracket was never opened",
  or: "OR needs something on its left",
  bar: "OR needs something on its left",
  and: "AND needs something on its left",
  not: "only one sign before a term",
};

function join(type: Many["type"], parts: Query[]): Query {
  const first = parts[0] as Query;
  if (parts.length === 1) return first;
  return { type, parts, start: first.start, end: (parts.at(-1) as Query).end };
}

function testOf(field: Field | null, op: Comparison | null, value: Value, start: number): Test {
  if (field === "is") return flag(op, value, start);
  if (op === "==") return whole(field as Field, value, start);
  if (field === "alert") return alertId(op, value, start);
  if (op === "=" || op === "!=") return { kind: op === "=" ? "equals" : "differs", text: value.text };
  if (op) return comparison(field, op, value, start);
  if (value.quoted) return { kind: "contains", text: value.text };
  if (field === "took") return { kind: "number", op: ">=", value: milliseconds(value.text, start) };
  const special = field === "ip" ? address(value.text, start) : field === "code" ? range(value.text) : null;
  if (special) return special;
  return value.pieces.length > 1 ? { kind: "pattern", pieces: value.pieces } : { kind: "contains", text: value.text };
}

function flag(op: Comparison | null, value: Value, start: number): Test {
  const name = value.text.toLowerCase();
  if (op || !FLAGS.some((known) => known === name)) throw new SearchError(`is: knows ${FLAGS.join(", ")}`, start);
  return { kind: "flag", name };
}

function alertId(op: Comparison | null, value: Value, start: number): Test {
  if (op !== null && op !== "=")
    throw new SearchError(`alert: takes the id of an alert; write -alert:${value.text} for all others`, start);
  return { kind: "equals", text: value.text };
}

function whole(field: Field, value: Value, start: number): Test {
  if (!WHOLE.includes(field))
    throw new SearchError(`== asks for a whole value of ${WHOLE.join(", ")}; write ${field}:= here`, start);
  return { kind: "whole", text: value.pieces.length === 2 && value.text === "*" ? null : value.text };
}

function comparison(field: Field | null, op: Comparison, value: Value, start: number): Test {
  if (field === "took") return { kind: "number", op, value: milliseconds(value.text, start) };
  if (field !== "code") throw new SearchError(`only code: and took: can be compared with ${op}`, start);
  if (!/^\d+$/.test(value.text)) throw new SearchError("code: is compared with a number", start);
  return { kind: "number", op, value: Number(value.text) };
}

function milliseconds(text: string, start: number): number {
  const found = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m)?$/i.exec(text);
  if (!found) throw new SearchError("took: is compared with a duration, such as 5s, 300ms or 2m", start);
  const unit = { ms: 1, s: 1_000, m: 60_000 }[(found[2] ?? "s").toLowerCase()] as number;
  return Math.trunc(Number(found[1]) * unit);
}

function address(text: string, start: number): Test | null {
  const name = text.toLowerCase();
  if (name === "internal" || name === "external") return { kind: "class", name };
  if (!text.includes("/")) return null;
  if (!parseNetwork(text)) throw new SearchError("not a network; write it like 10.0.0.0/8", start);
  return { kind: "network", cidr: text };
}

function range(text: string): Test | null {
  const hundred = /^([1-9])xx$/i.exec(text);
  if (hundred) return { kind: "range", low: Number(hundred[1]) * 100, high: Number(hundred[1]) * 100 + 99 };
  const found = /^(\d+)\.\.(\d+)$/.exec(text);
  return found ? { kind: "range", low: Number(found[1]), high: Number(found[2]) } : null;
}
