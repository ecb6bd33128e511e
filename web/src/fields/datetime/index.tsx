/** A moment, shown in the person's zone. */
import { CalendarClock } from 'lucide-react';
import { dateKind } from '../shared/dateKind';

export const datetime = dateKind(CalendarClock, true);
