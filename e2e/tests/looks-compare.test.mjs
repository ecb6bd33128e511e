/** The comparison of looks itself: what it must overlook, and what it must see. Invented pictures, no browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../lib/looks/compare.mjs';

const [WIDTH, HEIGHT] = [120, 75];
const [WHITE, PALE, INK, BLUE, DARK] = [[255, 255, 255], [246, 247, 249], [205, 206, 210], [54, 81, 230], [21, 23, 28]];

function fill(picture, { x, y, width, height }, colour) {
  for (let row = y; row < y + height; row++) for (let column = x; column < x + width; column++) picture.colours.set(colour, (row * WIDTH + column) * 3);
}

/** A list as the page draws it: sidebar, header with a button, rows of words, footer. `jitter` moves the words as a font does. */
function list({ sidebar = true, button = BLUE, rows = 16, sheet = WHITE, ink = INK, footer = 71, jitter = 0 } = {}) {
  const picture = { width: WIDTH, height: HEIGHT, colours: new Uint8Array(WIDTH * HEIGHT * 3) };
  fill(picture, { x: 0, y: 0, width: WIDTH, height: HEIGHT }, PALE);
  const left = sidebar ? 19 : 1;
  if (sidebar) for (let item = 0; item < 12; item++) fill(picture, { x: 3, y: 9 + item * 3, width: 7, height: 1 }, ink);
  fill(picture, { x: left, y: 1, width: WIDTH - left - 1, height: HEIGHT - 2 }, sheet);
  fill(picture, { x: 108, y: 2, width: 10, height: 2 }, button);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < 8; column++) {
      const moved = jitter ? (row * 7 + column * 3) % (jitter + 1) : 0;
      fill(picture, { x: left + 2 + column * 12 + moved, y: 16 + Math.floor(row * 3.4), width: 7, height: 1 }, ink);
    }
  }
  fill(picture, { x: left + 2, y: footer, width: 20, height: 1 }, ink);
  fill(picture, { x: 80, y: footer, width: 34, height: 1 }, ink);
  return picture;
}

const passes = (picture) => assert.equal(compare(list(), picture).fault, null);
const fails = (picture) => assert.match(compare(list(), picture).fault ?? 'nothing', /\d+ (of \d+ squares differ|blocks have)/);

test('the same picture passes, and so does one of another font, shade or with a spot', () => {
  passes(list());
  passes(list({ jitter: 1 }));
  passes(list({ ink: [211, 212, 215] }));
  passes(list({ button: [66, 92, 232] }));
  const spot = list();
  fill(spot, { x: 60, y: 40, width: 3, height: 2 }, DARK);
  passes(spot);
});

test('a part that is missing, moved or of another colour fails', () => {
  fails(list({ sidebar: false }));
  fails(list({ rows: 0 }));
  fails(list({ rows: 8 }));
  fails(list({ button: WHITE }));
  fails(list({ sheet: DARK }));
  fails(list({ ink: WHITE }));
  fails(list({ footer: 50 }));
});

test('what differs is told by place, and another size is no comparison', () => {
  const { areas } = compare(list(), list({ button: WHITE }));
  assert.ok(areas.length > 0 && areas.every(({ x, y }) => x >= 104 && y <= 4), JSON.stringify(areas));
  assert.match(compare(list(), { width: 33, height: 71, colours: new Uint8Array(33 * 71 * 3) }).fault, /33 × 71 blocks, not 120 × 75/);
});
