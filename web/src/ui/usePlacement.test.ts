import { describe, expect, it } from 'vitest';
import { placeAt } from './usePlacement';

const screen = { width: 1000, height: 800 };
const panel = { width: 200, height: 300 };
const at = (top: number, left: number) => ({ top, left, width: 100, height: 30 });

describe('a floating panel', () => {
  it('stands below its button, at the side it was asked for', () => {
    expect(placeAt(at(100, 300), panel, screen, 'bottomLeft')).toEqual({ top: 134, left: 300 });
    expect(placeAt(at(100, 300), panel, screen, 'bottomRight')).toEqual({ top: 134, left: 200 });
    expect(placeAt(at(100, 300), panel, screen, 'bottom')).toEqual({ top: 134, left: 250 });
  });

  it('goes above when there is no room below', () => {
    expect(placeAt(at(700, 300), panel, screen, 'bottomLeft')).toEqual({ top: 396, left: 300 });
  });

  it('stays inside the window in any case', () => {
    expect(placeAt(at(100, 950), panel, screen, 'bottomLeft').left).toBe(792);
    expect(placeAt(at(400, 0), { width: 200, height: 900 }, screen, 'bottomLeft').top).toBe(8);
    expect(placeAt(at(20, 300), panel, screen, 'top').top).toBe(54);
  });
});
