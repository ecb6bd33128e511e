/** An address as one line, and the way there. */
import type { Address } from '@/api/types';
import { isTouch } from '@/ui/media';
import { mapLink, mapsOf } from '../format/map';
import { asPlace } from '../location/place';
import { regionName, useRegions } from '../shared/regions';

export const asAddress = (value: unknown): Address | null =>
  typeof value === 'object' && value !== null && ('region' in value || 'detail' in value) ? (value as Address) : null;

/** Null while the names of regions are on their way. */
function wordsOf(value: unknown, names: Map<string, string> | undefined): string | null {
  const address = asAddress(value);
  if (address?.region && !names) return null;
  return [address?.region && names ? regionName(address.region, names) : '', address?.detail ?? ''].filter(Boolean).join(' ');
}

export function useWords(value: unknown): string {
  const regions = useRegions();
  return wordsOf(value, regions?.names) ?? ['…', asAddress(value)?.detail ?? ''].filter(Boolean).join(' ');
}

/** The link that opens an address or a place in the map of this device; null where there is none. */
export function useMapLink(value: unknown): string | null {
  const maps = mapsOf({ touch: isTouch(), userAgent: navigator.userAgent, maxTouchPoints: navigator.maxTouchPoints });
  const regions = useRegions(maps !== 'none' && Boolean(asAddress(value)?.region));
  const where = asPlace(value) ?? wordsOf(value, regions?.names);
  return where === null ? null : mapLink(where, maps);
}
