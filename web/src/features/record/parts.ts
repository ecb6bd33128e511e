/** What few visits to a record need: fetched when it is first shown. */
import { later } from '@/ui/later';

export const ConflictBox = later(() => import('./ConflictBox').then((module) => module.ConflictBox));
export const Unsaved = later(() => import('./Unsaved').then((module) => module.Unsaved));
