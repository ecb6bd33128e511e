import { describe, expect, it } from 'vitest';
import { mapLink, mapsOf } from './map';

const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15';
const ANDROID = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36';

describe('which map a device has', () => {
  it.each([
    ['a phone of Apple', true, IPHONE, 5, 'apple'],
    ['a tablet of Apple, which says it is a Mac', true, MAC, 5, 'apple'],
    ['another phone', true, ANDROID, 5, 'geo'],
    ['a Mac', false, MAC, 0, 'none'],
    ['a laptop whose screen can be touched, too', false, 'Mozilla/5.0 (Windows NT 10.0)', 10, 'none'],
  ] as const)('%s', (_, touch, userAgent, maxTouchPoints, maps) => expect(mapsOf({ touch, userAgent, maxTouchPoints })).toBe(maps));
});

describe('a link to it', () => {
  const place = { longitude: '120.130000', latitude: '-30.270000', accuracy: 35 };
  it.each([
    [place, 'geo', 'geo:-30.27,120.13?q=-30.27,120.13'],
    [place, 'apple', 'maps:?q=-30.27,120.13'],
    ['杭州市 文三路 1 号 & 2 号', 'geo', `geo:0,0?q=${encodeURIComponent('杭州市 文三路 1 号 & 2 号')}`],
    ['A#1?', 'apple', 'maps:?q=A%231%3F'],
    [' ', 'geo', null],
    [place, 'none', null],
    ['杭州市', 'none', null],
  ] as const)('%o in %s', (where, maps, link) => expect(mapLink(where, maps)).toBe(link));

  it('writes small numbers out', () => {
    expect(mapLink({ longitude: '0.000001', latitude: '0', accuracy: null }, 'geo')).toBe('geo:0,0.000001?q=0,0.000001');
    expect(mapLink({ longitude: '0.0000001', latitude: '0', accuracy: null }, 'geo')).toBe('geo:0,0?q=0,0');
  });
});
