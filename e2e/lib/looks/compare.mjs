/**
 * Whether two pictures of a screen show the same layout: both shrunk to blocks, of each its mean colour.
 *
 * The limits are measured. Another font moves and thickens letters, so that single blocks differ by up to 90 of 255, but
 * the ink of a larger square stays nearly what it was: with DejaVu Sans in place of the usual font, at most 5 of a desk's
 * 570 squares and 4 of a phone's 162 differ by more than 8. A footer that is gone makes 9, a board without a column 8, a
 * phone without its bar 7, a missing style sheet some dozens; a button without its colour, 10 blocks that differ by more
 * than any letter does.
 */

/** Blocks along a side of a square, and by how much its mean colour may differ in any of red, green and blue. */
const [SQUARE, FAINT] = [4, 8];
/** Which share of the squares may differ by more, and how many always may. */
const [SHARE, FEW] = [0.012, 5];
/** What no letter does to a block, and in how many blocks it is overlooked: a pill, an avatar. */
const [STRONG, SPOTS] = [96, 6];

/** Mean colours of squares of blocks; those at the right and lower edge are of fewer blocks. */
function squaresOf({ width, height, colours }) {
  const across = Math.ceil(width / SQUARE);
  const count = across * Math.ceil(height / SQUARE);
  const [sums, blocks] = [new Float64Array(count * 3), new Uint32Array(count)];
  for (let at = 0; at < width * height; at++) {
    const square = Math.floor(Math.floor(at / width) / SQUARE) * across + Math.floor((at % width) / SQUARE);
    blocks[square]++;
    for (let part = 0; part < 3; part++) sums[square * 3 + part] += colours[at * 3 + part];
  }
  return { across, count, colours: sums.map((sum, index) => sum / blocks[Math.floor(index / 3)]) };
}

/** The places whose colours differ by more than a limit. */
function differing(expected, taken, count, limit) {
  const by = (at) => Math.max(...[0, 1, 2].map((part) => Math.abs(expected[at * 3 + part] - taken[at * 3 + part])));
  return Array.from({ length: count }, (_, at) => at).filter((at) => by(at) > limit);
}

/**
 * Compares two shrunk pictures (`width` and `height` in blocks, `colours` row by row). `fault` says in words why they don't
 * show the same, and is null when they do; `areas` are the rectangles that differ, in blocks.
 */
export function compare(expected, taken) {
  if (expected.width !== taken.width || expected.height !== taken.height) {
    return { fault: `it has ${taken.width} × ${taken.height} blocks, not ${expected.width} × ${expected.height}`, areas: [] };
  }
  const { width, height } = expected;
  const [before, now] = [squaresOf(expected), squaresOf(taken)];
  const squares = differing(before.colours, now.colours, before.count, FAINT);
  const spots = differing(expected.colours, taken.colours, width * height, STRONG);
  const may = Math.max(FEW, Math.floor(before.count * SHARE));
  const reasons = [
    squares.length > may && `${squares.length} of ${before.count} squares differ (${may} may)`,
    spots.length > SPOTS && `${spots.length} blocks have quite another colour (${SPOTS} may)`,
  ].filter(Boolean);
  const areas = [
    ...squares.map((at) => ({ x: (at % before.across) * SQUARE, y: Math.floor(at / before.across) * SQUARE, size: SQUARE })),
    ...spots.map((at) => ({ x: at % width, y: Math.floor(at / width), size: 1 })),
  ];
  return { fault: reasons.join('; ') || null, areas };
}

/** Whether two shrunk pictures differ by no more than rounding. */
export const nearlySame = (one, other) => one.colours.length === other.colours.length && one.colours.every((colour, at) => Math.abs(colour - other.colours[at]) <= 2);
