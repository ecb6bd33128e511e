/** What the tests of one file work on. */
import { after, before } from 'node:test';
import { startBrowser } from './browser.mjs';
import { startServer } from './server.mjs';

/**
 * A program of its own (`more` are further arguments of it) and a browser: `server` and `browser` are there once the
 * tests run, and end with them. Called at the top of the file. A `before` of the file itself doesn't wait for this one:
 * it waits for `started`, as `newPage` does.
 */
export function site(...more) {
  const here = {};
  before(() => {
    here.started = (async () => {
      here.server = await startServer(...more);
      here.browser = await startBrowser();
    })();
    return here.started;
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  return here;
}
