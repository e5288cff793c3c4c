import { isJsonObject, tryParseJson } from "../http/parse-answer.js";

/** Where a value, or a member of an object, stands in a text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface Member extends Span {
  readonly key: string;
  readonly value: Span;
}

/**
 * Sets members of one profile in the text of a config.json, and leaves every other character as it is: other profiles,
 * unknown keys, their order, numbers and layout. `undefined` when the text is no config.json with that profile.
 */
export function editProfile(
  text: string,
  profileName: string,
  changes: Readonly<Record<string, string | number>>,
): string | undefined {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  if (!isJsonObject(tryParseJson(text.slice(start)))) return undefined;
  const list = lastMember(members(text, skipBlanks(text, start)), "profiles");
  if (list === undefined || text[list.value.start] !== "[") return undefined;
  const profile = elements(text, list.value.start)
    .filter((element) => text[element.start] === "{")
    .map((element) => members(text, element.start))
    .find((fields) => valueOf(text, lastMember(fields, "name")) === profileName);
  return profile === undefined ? undefined : replaceMembers(text, profile, changes);
}

function replaceMembers(
  text: string,
  profile: readonly Member[],
  changes: Readonly<Record<string, string | number>>,
): string {
  const edits: (Span & { readonly text: string })[] = [];
  const last = profile.at(-1);
  for (const [key, value] of Object.entries(changes)) {
    const existing = lastMember(profile, key);
    if (existing !== undefined) edits.push({ ...existing.value, text: JSON.stringify(value) });
    else if (last !== undefined) {
      const gap = /\s*$/.exec(text.slice(0, last.start))?.[0] ?? "";
      edits.push({ start: last.end, end: last.end, text: `,${gap}${JSON.stringify(key)}: ${JSON.stringify(value)}` });
    }
  }
  // From the end on, so that earlier spans stay where they are; of additions at one place the first goes in last.
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((one, other) => other.edit.start - one.edit.start || other.index - one.index)
    .reduce((edited, { edit }) => edited.slice(0, edit.start) + edit.text + edited.slice(edit.end), text);
}

/** JSON's own readers keep the last of several members with one key. */
function lastMember(fields: readonly Member[], key: string): Member | undefined {
  return fields.findLast((member) => member.key === key);
}

function valueOf(text: string, member: Member | undefined): unknown {
  return member === undefined ? undefined : tryParseJson(text.slice(member.value.start, member.value.end));
}

/** The members of the object that starts at `start`. The text is known to be valid JSON, here and below. */
function members(text: string, start: number): readonly Member[] {
  return items(text, start, (position) => {
    const keyEnd = stringEnd(text, position);
    const value = spanAt(text, skipBlanks(text, skipBlanks(text, keyEnd) + 1));
    return { key: String(tryParseJson(text.slice(position, keyEnd))), value, start: position, end: value.end };
  });
}

/** The elements of the list that starts at `start`. */
function elements(text: string, start: number): readonly Span[] {
  return items(text, start, (position) => spanAt(text, position));
}

function items<T extends Span>(text: string, start: number, read: (position: number) => T): readonly T[] {
  const found: T[] = [];
  let position = skipBlanks(text, start + 1);
  while (text[position] !== "}" && text[position] !== "]") {
    const item = read(position);
    found.push(item);
    position = skipBlanks(text, item.end);
    if (text[position] === ",") position = skipBlanks(text, position + 1);
  }
  return found;
}

function spanAt(text: string, start: number): Span {
  const first = text[start];
  if (first === '"') return { start, end: stringEnd(text, start) };
  if (first === "{") return { start, end: closing(text, members(text, start), start) };
  if (first === "[") return { start, end: closing(text, elements(text, start), start) };
  const length = text.slice(start).search(/[\s,\]}]/);
  return { start, end: length < 0 ? text.length : start + length };
}

function closing(text: string, inside: readonly Span[], start: number): number {
  return skipBlanks(text, inside.at(-1)?.end ?? start + 1) + 1;
}

function stringEnd(text: string, start: number): number {
  let position = start + 1;
  while (text[position] !== '"') position += text[position] === "\\" ? 2 : 1;
  return position + 1;
}

function skipBlanks(text: string, start: number): number {
  let position = start;
  while (/\s/.test(text[position] ?? "")) position += 1;
  return position;
}
