/** Whether the server can be reached, as the event stream and the browser tell it. */
import { createStore, useStore } from '@/ui/store';

export type Connection = 'online' | 'offline';

const connection = createStore<Connection>(navigator.onLine ? 'online' : 'offline');

export const setConnection = (state: Connection) => connection.set(state);
export const useConnection = () => useStore(connection);

window.addEventListener('offline', () => setConnection('offline'));
