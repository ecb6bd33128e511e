import type { MockApp } from './app.mjs';

/** Somebody, the `userId`, causes a notice to a person. */
export function tell(context: { state: MockApp['state']; userId: string }, user: string, notice: object): void;
