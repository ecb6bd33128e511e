// Repeatable pseudo-random numbers: the same seed gives the same company each time.

/** @param {number} seed */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (from, to) => from + Math.floor(next() * (to - from + 1));
  const pick = (list) => list[int(0, list.length - 1)];
  const chance = (p) => next() < p;
  /** Picks by weight: [["new", 5], ["won", 1]]. */
  const weighted = (pairs) => {
    let at = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of pairs) {
      at -= weight;
      if (at < 0) return value;
    }
    return pairs[pairs.length - 1][0];
  };
  return { next, int, pick, chance, weighted };
}

/** An id that looks like a UUIDv7: sortable by the given instant. */
export function uuid(random, at) {
  const hex = (n, width) => n.toString(16).padStart(width, '0');
  const time = hex(at, 12);
  const part = () => hex(Math.floor(random.next() * 0x10000), 4);
  const variant = (0x8000 + Math.floor(random.next() * 0x4000)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${part().slice(1)}-${variant}-${part()}${part()}${part()}`;
}
