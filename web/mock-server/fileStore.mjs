// Where files lie and which are taken.
import { invalid, needAdmin } from './problems.mjs';

function stateOf(state) {
  state.fileStore ??= { kind: 'folder', address: '/srv/shuke/files', reachable: true, files: 128, bytes: 734_003_200, max_mb: 100, endings: [] };
  return state.fileStore;
}

export function read(context) {
  needAdmin(context);
  return stateOf(context.state);
}

export function change(context, body) {
  const store = read(context);
  if (body.max_mb > 100) throw invalid({ field: 'max_mb', code: 'too_big', params: { max: 100 } });
  const wrong = body.endings?.find((ending) => !/^\.?\w{1,12}$/.test(ending));
  if (wrong) throw invalid({ field: 'endings', code: 'invalid_ending' });
  const endings = body.endings ?? store.endings;
  Object.assign(store, body, { endings: endings.map((ending) => ending.replace(/^\./, '').toLowerCase()).sort() });
  return store;
}
