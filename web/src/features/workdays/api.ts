/** The company's working days. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '@/api/client';

export interface NamedDay {
  /** `2026-10-01` */
  day: string;
  works: boolean;
  name: string;
}

export interface WorkCalendar {
  /** Monday is 1. */
  week: number[];
  days: NamedDay[];
  known: { year: number; days: NamedDay[] }[];
}

export type CalendarChange = Pick<WorkCalendar, 'week' | 'days'>;

export const calendarQuery = queryOptions({
  queryKey: ['company', 'calendar'],
  queryFn: ({ signal }) => api.get<WorkCalendar>('/company/calendar', { signal }),
});

export const saveCalendar = (change: CalendarChange) => api.patch<WorkCalendar>('/company/calendar', change);
