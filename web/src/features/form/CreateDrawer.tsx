import type { CreateRequest } from './createStore';
export default function CreateDrawer({ request }: { request: CreateRequest }) {
  return <div hidden>{request.object}</div>;
}
