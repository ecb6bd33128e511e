/** Web addresses in a plain text, so that they can be followed. Only http and https: the text is other people's. */
export interface Piece {
  text: string;
  href?: string;
}

/** From http or https to the first blank, or what stands behind an address in Chinese as in English. */
const ADDRESS = /https?:\/\/[^\s<>"'，。；：！？、（）《》【】「」“”‘’]+/gi;
const CLOSING = /[.,;:!?)\]}]+$/;

function hrefOf(text: string): string | undefined {
  try {
    return new URL(text).href;
  } catch {
    return undefined;
  }
}

export function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    // A bracket that the address itself has opened belongs to it.
    const address = match[0].replace(CLOSING, (end) => (end.startsWith(')') && match[0].includes('(') ? ')' : ''));
    const href = hrefOf(address);
    if (!href) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
