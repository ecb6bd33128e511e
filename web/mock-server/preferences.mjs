// What people arrange for themselves: favourites, a navigation and a workbench of their own.
import { invalid } from './problems.mjs';

const MOST = 60;
const all = (state) => (state.preferences ??= new Map());

export const read = ({ state, userId }) => ({ favourites: [], navigation: null, workbench: null, muted: [], unpushed: [], steps: { left: [], away: false }, ...all(state).get(userId) });

export function change(context, given) {
  for (const field of Object.keys(given)) if (!['favourites', 'navigation', 'workbench', 'muted', 'unpushed', 'steps'].includes(field)) throw invalid({ field, code: 'unknown_field' });
  if ((given.favourites?.length ?? 0) > MOST) throw invalid({ field: 'favourites', code: 'too_many_favourites' });
  const next = { ...read(context), ...given };
  all(context.state).set(context.userId, { favourites: next.favourites ?? [], navigation: next.navigation ?? null, workbench: next.workbench ?? null, muted: next.muted ?? [], unpushed: next.unpushed ?? [], steps: next.steps ?? { left: [], away: false } });
  return read(context);
}
