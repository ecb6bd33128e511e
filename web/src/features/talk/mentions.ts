/** The @ in a text that is being written: what is typed behind it, and whom the text speaks to in the end. */
import type { Ref } from '@/api/types';

/** What may stand between the @ and the caret while a name is looked for. */
const TYPED = /(?:^|[^A-Za-z0-9_.])@([\p{L}\p{N}_'·]{0,20})$/u;

export interface Typed {
  /** Where the @ stands. */
  at: number;
  q: string;
}

/** What is looked for at the caret; an @ inside an e-mail address is none. */
export function typedAt(text: string, caret: number): Typed | null {
  const found = TYPED.exec(text.slice(0, caret));
  const q = found?.[1];
  return q === undefined ? null : { at: caret - q.length - 1, q };
}

/** The text with the name in the place of what was typed, and where the caret stands then. */
export function withName(text: string, typed: Typed, caret: number, name: string): { text: string; caret: number } {
  const before = `${text.slice(0, typed.at)}@${name} `;
  return { text: before + text.slice(caret).replace(/^ /, ''), caret: before.length };
}

/** Whom the text still names, each once. */
export function named(text: string, people: Ref[]): Ref[] {
  return people.filter((person, at) => text.includes(`@${person.name}`) && people.findIndex((other) => other.id === person.id) === at);
}

export interface Piece {
  text: string;
  /** The person that the piece names. */
  user?: Ref;
}

/** A text in pieces: names of people whom it speaks to stand alone; a longer name comes before one that it begins with. */
export function pieces(text: string, mentions: { user: Ref; name: string }[]): Piece[] {
  const all = [...mentions].sort((a, b) => b.name.length - a.name.length);
  const found: Piece[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const hit = text[at] === '@' ? all.find(({ name }) => name && text.startsWith(name, at + 1)) : undefined;
    if (!hit) {
      plain += text[at];
      at += 1;
      continue;
    }
    if (plain) found.push({ text: plain });
    plain = '';
    found.push({ text: `@${hit.name}`, user: hit.user });
    at += hit.name.length + 1;
  }
  if (plain) found.push({ text: plain });
  return found;
}
