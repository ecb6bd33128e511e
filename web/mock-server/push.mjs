// Devices that notices are pushed to, invented; nothing is sent anywhere.
import { invalid, Problem } from './problems.mjs';
import { uuid } from './random.mjs';

const KEY = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const HERE = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';

const devices = ({ state }) => (state.pushDevices ??= []);
const on = ({ state }) => Boolean(state.settings?.push_contact);

export const view = (context) => ({ on: on(context), key: on(context) ? KEY : null, devices: devices(context) });

export function add(context, { endpoint, keys }) {
  if (!on(context)) throw new Problem('push_off');
  if (!endpoint?.startsWith('https://')) throw invalid({ field: 'endpoint', code: 'invalid_url' });
  if (!keys?.p256dh || !keys.auth) throw invalid({ field: 'keys', code: 'required' });
  const { state } = context;
  const device = { id: uuid(state.random, state.now()), agent: HERE, created_at: new Date(state.now()).toISOString(), sent_at: null, failing_since: null, current: true };
  state.pushDevices = [...devices(context).filter((one) => !one.current), device];
  return device;
}

export function remove(context, id) {
  if (!devices(context).some((one) => one.id === id)) throw new Problem('not_found');
  context.state.pushDevices = devices(context).filter((one) => one.id !== id);
}

/** A test gives devices an answer that they shall have. */
export function attempt(context, id) {
  const device = devices(context).find((one) => one.id === id);
  if (!device) throw new Problem('not_found');
  const { answer, ...rest } = device;
  Object.assign(device, rest, { sent_at: new Date(context.state.now()).toISOString() });
  if (answer?.gone) remove(context, id);
  return answer ?? { sent: true, status: 201, error: null, gone: false };
}
