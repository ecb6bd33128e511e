/** How fast a run goes and how long it will take, from what has been seen so far. */
import { useRef } from 'react';
import type { ImportJob } from './types';

export interface Pace {
  perSecond: number;
  secondsLeft: number;
}

interface Sample {
  at: number;
  rows: number;
}

/** Speed over the last samples; nothing before there are two, or when nothing moves. */
export function paceOf(samples: Sample[], total: number): Pace | null {
  const first = samples[0];
  const last = samples[samples.length - 1];
  if (!first || !last || last.at <= first.at || last.rows <= first.rows) return null;
  const perSecond = ((last.rows - first.rows) * 1000) / (last.at - first.at);
  return { perSecond, secondsLeft: Math.ceil((total - last.rows) / perSecond) };
}

const KEEP = 8;

export function usePace(job: ImportJob): Pace | null {
  const samples = useRef<{ state: string; list: Sample[] }>({ state: '', list: [] });
  const kept = samples.current;
  const last = kept.list[kept.list.length - 1];
  if (kept.state !== job.state || (last && last.rows > job.rows_done)) samples.current = { state: job.state, list: [{ at: performance.now(), rows: job.rows_done }] };
  else if (!last || last.rows !== job.rows_done) kept.list = [...kept.list, { at: performance.now(), rows: job.rows_done }].slice(-KEEP);
  return paceOf(samples.current.list, job.rows_total);
}
