import { describe, expect, it } from 'vitest';
import { OFFERED } from '@/features/look/ColorField';
import { contrastOf, shadesOf } from './shades';
import { tokens, type Theme } from './tokens';

const AA = 4.5;
/** From all around the circle, bright and dark, pale and strong. */
const COLORS = ['#3651e6', '#ffff00', '#ffffff', '#000000', '#00ff66', '#ff7a00', '#ffc0cb', '#7f7f7f', '#0b7a75', '#b42335', '#1a0033', '#e8e0d0', '#00bcd4'];

describe.each(COLORS)('the shades of %s', (color) => {
  it.each<Theme>(['light', 'dark'])('can be read in %s', (theme) => {
    const t = { ...tokens[theme], ...shadesOf(color)[theme] };
    for (const text of [t.brand, t['brand-h']]) {
      for (const ground of [t.bg, t.canvas, t.surface, t['surface-2'], t.elev, t.hover, t.active, t.selected, t['brand-bg']]) {
        expect(contrastOf(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(AA);
      }
      expect(contrastOf(t['on-brand'], text), `on ${text}`).toBeGreaterThanOrEqual(AA);
    }
    for (const text of [t.t1, t.t2, t.t3]) {
      for (const ground of [t.selected, t['brand-bg']]) {
        expect(contrastOf(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(AA);
      }
    }
    expect(contrastOf('#ffffff', t.mark)).toBeGreaterThanOrEqual(AA);
    expect(contrastOf(t.brand, t['brand-h']), 'a change under the pointer').toBeGreaterThan(1.05);
  });
});

it('leaves a colour that can be read as it is, and keeps the hue of one that can’t', () => {
  for (const [, color] of OFFERED) expect(shadesOf(color).light.brand).toBe(color);
  expect(shadesOf('#8ADFFF').dark.brand).toBe('#8adfff');
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(shadesOf('#ffd400').light.brand.slice(at, at + 2), 16)) as [number, number, number];
  expect(r).toBeGreaterThan(g);
  expect(g).toBeGreaterThan(b);
});
