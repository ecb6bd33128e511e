/** Places on the map as text: longitude, latitude, and how sure they are. */
import type { Place } from '@/api/types';
import type { Parsed } from '../types';

export const asPlace = (value: unknown): Place | null =>
  typeof value === 'object' && value !== null && 'longitude' in value ? (value as Place) : null;

export const placeText = (place: Place): string => `${place.longitude}, ${place.latitude}`;

/** `120.13, 30.27`, in this order. */
export function parsePlace(text: string): Parsed {
  const clean = text.normalize('NFKC').trim();
  if (!clean) return { value: null };
  const parts = /^(-?\d{1,3}(?:\.\d{1,15})?)\s*[, ]\s*(-?\d{1,2}(?:\.\d{1,15})?)$/.exec(clean);
  if (!parts) return { fault: { code: 'place' } };
  const [longitude, latitude] = [Number(parts[1]), Number(parts[2])];
  if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return { fault: { code: 'placeRange' } };
  return { value: { longitude: longitude.toFixed(6), latitude: latitude.toFixed(6), accuracy: null } };
}
