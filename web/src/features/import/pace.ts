/** How fast a run goes and how long it will take, from what has been seen so far. */
import { useEffect, useState } from 'react';
import type { ImportJob } from './types';

export interface Pace {
  perSecond: number;
  secondsLeft: number;
}

export interface Sample {
  at: number;
  rows: number;
}

const KEEP = 8;

/** Adds what is seen now; a count that went back belongs to another run, and starts anew. */
function addSample(samples: Sample[], at: number, rows: number): Sample[] {
  const last = samples[samples.length - 1];
  if (!last || rows < last.rows) return [{ at, rows }];
  return rows === last.rows ? samples : [...samples, { at, rows }].slice(-KEEP);
}

/** Speed over the samples; nothing before there are two, or when nothing moves. */
export function paceOf(samples: Sample[], total: number): Pace | null {
  const first = samples[0];
  const last = samples[samples.length - 1];
  if (!first || !last || last.at <= first.at || last.rows <= first.rows) return null;
  const perSecond = ((last.rows - first.rows) * 1000) / (last.at - first.at);
  return { perSecond, secondsLeft: Math.ceil((total - last.rows) / perSecond) };
}

export function usePace(job: ImportJob): Pace | null {
  const [samples, setSamples] = useState<Sample[]>([]);
  const { rows_done: rows } = job;
  useEffect(() => {
    const frame = requestAnimationFrame((at) => setSamples((seen) => addSample(seen, at, rows)));
    return () => cancelAnimationFrame(frame);
  }, [rows]);
  return paceOf(samples, job.rows_total);
}
