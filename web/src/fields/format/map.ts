/** Links to the map of the device: which of its programs opens them is the device's business. */
import type { Place } from '@/api/types';

export type Maps = 'apple' | 'geo' | 'none';

interface Device {
  touch: boolean;
  userAgent: string;
  maxTouchPoints: number;
}

/** What opens a map here. Without touch there is none: no website of others is told where somebody's customers are. */
export function mapsOf({ touch, userAgent, maxTouchPoints }: Device): Maps {
  if (!touch) return 'none';
  // An iPad gives itself out as a Mac, which has no touch.
  const apple = /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
  return apple ? 'apple' : 'geo';
}

/** Degrees as they are written in links: latitude first, at most six places, no zeros at the end. */
const degrees = ({ latitude, longitude }: Place): string => `${Number(Number(latitude).toFixed(6))},${Number(Number(longitude).toFixed(6))}`;

/** A place, or an address in words. `geo:` is RFC 5870; the question behind it, which sets a pin, is Android's. */
export function mapLink(where: Place | string, maps: Maps): string | null {
  if (maps === 'none') return null;
  const words = typeof where === 'string';
  const asked = words ? encodeURIComponent(where.trim()) : degrees(where);
  if (!asked) return null;
  return maps === 'apple' ? `maps:?q=${asked}` : `geo:${words ? '0,0' : asked}?q=${asked}`;
}
