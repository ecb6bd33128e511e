/** A push service that takes messages, and what a browser at it does with them (RFC 8291 section 3, RFC 8188 section 2). */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

/** A subscription at the service, as a page tells it, and what opens the messages that are closed for it. */
function subscriber(endpoint) {
  const ecdh = createECDH('prime256v1');
  const own = ecdh.generateKeys();
  const auth = randomBytes(16);
  const open = (body) => {
    const [salt, from, record] = [body.subarray(0, 16), body.subarray(21, 21 + body[20]), body.subarray(21 + body[20])];
    const derive = (secret, by, info, bytes) => Buffer.from(hkdfSync('sha256', secret, by, info, bytes));
    const secret = derive(ecdh.computeSecret(from), auth, Buffer.concat([Buffer.from('WebPush: info\0'), own, from]), 32);
    const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
    const cipher = createDecipheriv('aes-128-gcm', key, derive(secret, salt, 'Content-Encoding: nonce\0', 12));
    cipher.setAuthTag(record.subarray(-16));
    const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString();
  };
  return { told: { endpoint, expirationTime: null, keys: { p256dh: own.toString('base64url'), auth: auth.toString('base64url') } }, open };
}

/** Starts the service. `next()` waits for a message and opens it; `stop()` ends it. */
export async function startPushService() {
  const [taken, waiting] = [[], []];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    response.writeHead(201).end();
    const message = { heads: request.headers, body };
    const wanted = waiting.shift();
    if (wanted) wanted(message);
    else taken.push(message);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { told, open } = subscriber(`http://127.0.0.1:${server.address().port}/one`);
  const next = async () => {
    const { heads, body } = taken.shift() ?? (await new Promise((done) => waiting.push(done)));
    return { heads, text: open(body) };
  };
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { subscription: told, next, stop };
}
