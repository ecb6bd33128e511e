/** A program of its own for one test file: an empty folder, a free port, the sample company. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const PROGRAM = process.env.SHUKE_PROGRAM ?? fileURLToPath(new URL('../../target/debug/shuke', import.meta.url));
const START_LIMIT = 120_000;
const STOP_LIMIT = 15_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Whether a server with a certificate of its own answers; `fetch` would refuse it. */
const answersOverTls = (url) =>
  new Promise((resolve) => {
    const asked = get(url, { rejectUnauthorized: false }, (answer) => {
      answer.resume();
      resolve({ ok: answer.statusCode === 200 });
    });
    asked.once('error', () => resolve(null));
  });

async function untilReady(url, child, said) {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${said()}`);
    const answer = await (url.startsWith('https:') ? answersOverTls(`${url}/readyz`) : fetch(`${url}/readyz`).catch(() => null));
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the program was not ready within ${START_LIMIT / 1000} s:\n${said()}`);
}

/** Starts the program with the sample company and more arguments. `stop` ends it and removes its folder. */
export async function startServer(...more) {
  const data = await mkdtemp(join(tmpdir(), 'shuke-e2e-'));
  const port = await freePort();
  const url = `${more.includes('--tls-cert') ? 'https' : 'http'}://127.0.0.1:${port}`;
  const child = spawn(PROGRAM, ['serve', '--sample', 'small', '--data', data, '--listen', `127.0.0.1:${port}`, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const keep = (chunk) => {
    log = (log + chunk).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const failed = new Promise((_, reject) => child.once('error', reject));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
    await ended;
    clearTimeout(timer);
    await rm(data, { recursive: true, force: true });
  };
  try {
    await Promise.race([untilReady(url, child, () => log), failed]);
  } catch (error) {
    if (child.pid) await stop();
    throw error;
  }
  return { url, stop, log: () => log };
}
