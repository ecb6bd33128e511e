/**
 * The shades of one chosen colour, for light and dark. Contrast in WCAG depends on brightness alone; so each shade is as bright as
 * the usual one in its place, with the chosen hue, and every pair of colours that can be read stays one. The colour itself is
 * shown as it is where it can be read, else in the nearest brightness that can.
 */
import { tokens, type Theme, type Tokens } from './tokens';

/** What contrast is asked for in WCAG AA, and what is made where there is less: shades are rounded. */
const ENOUGH = 4.5;
const MADE = 4.6;

type Triple = [number, number, number];

const channelsOf = (hex: string): Triple => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as Triple;

/** Relative luminance, from 0 to 1. */
function luminanceOf(hex: string): number {
  const [r, g, b] = channelsOf(hex).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Triple;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrastOf(one: string, other: string): number {
  const [low, high] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Hue in sixths of the circle, and saturation. */
function hueOf(hex: string): { hue: number; saturation: number } {
  const [r, g, b] = channelsOf(hex);
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  const spread = most - least;
  if (spread === 0) return { hue: 0, saturation: 0 };
  const hue = most === r ? (g - b) / spread + 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  return { hue: hue % 6, saturation: spread / (1 - Math.abs(most + least - 1)) };
}

function hexOf(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number) => {
    const at = (offset + hue * 2) % 12;
    return Math.round((lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))) * 255);
  };
  return `#${[part(0), part(8), part(4)].map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** The same hue, as bright as asked. */
function shade(color: string, brightness: number, strength = 1): string {
  const { hue, saturation } = hueOf(color);
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if (luminanceOf(hexOf(hue, saturation * strength, middle)) < brightness) low = middle;
    else high = middle;
  }
  return hexOf(hue, saturation * strength, (low + high) / 2);
}

type Shades = Pick<Tokens, 'brand' | 'brand-h' | 'brand-bg' | 'brand-line' | 'selected' | 'mark' | 'primary'>;

/** Tints are quieter than what they are tints of. */
const QUIET = { light: 0.65, dark: 0.4 };

function lightOf(color: string): Shades {
  const { active, t3, 'brand-bg': bg, 'brand-line': line, selected } = tokens.light;
  // The faintest text stands on tints, too.
  const pale = (luminanceOf(t3) + 0.05) * MADE - 0.05;
  const brand = contrastOf(color, active) >= ENOUGH && luminanceOf(color) < luminanceOf(active) ? color : shade(color, (luminanceOf(active) + 0.05) / MADE - 0.05);
  // What is nearly black can't become darker under the pointer.
  const under = luminanceOf(brand) < 0.03 ? luminanceOf(brand) + 0.03 : luminanceOf(brand) * 0.68;
  const like = (usual: string, least = 0) => shade(color, Math.max(luminanceOf(usual), least), QUIET.light);
  return { brand, 'brand-h': shade(color, under), 'brand-bg': like(bg, pale), 'brand-line': like(line), selected: like(selected, pale), mark: brand, primary: brand };
}

function darkOf(color: string, mark: string): Shades {
  const { brand: usual, 'brand-bg': bg, 'brand-line': line, selected, primary } = tokens.dark;
  const least = luminanceOf(usual);
  const brand = luminanceOf(color) >= least ? color : shade(color, least);
  const like = (of: string) => shade(color, luminanceOf(of), QUIET.dark);
  const under = luminanceOf(brand) > 0.85 ? luminanceOf(brand) * 0.85 : Math.min(luminanceOf(brand) + 0.12, 0.95);
  return { brand, 'brand-h': shade(color, under), 'brand-bg': like(bg), 'brand-line': like(line), selected: like(selected), mark, primary: shade(color, luminanceOf(primary)) };
}

export const isColor = (text: unknown): text is string => typeof text === 'string' && /^#[0-9a-f]{6}$/i.test(text);

/** What differs from the usual tokens. */
export function shadesOf(color: string): Record<Theme, Shades> {
  const light = lightOf(color.toLowerCase());
  return { light, dark: darkOf(color.toLowerCase(), light.mark) };
}
