/**
 * Runs the tests of the browser, file by file: `node run.mjs [FILE…]`, all of them without one. A file that failed is run once
 * more by itself: what passes then is told of as unsteady at the end, so that it is looked into, and doesn't stop anyone.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from 'node:test';
import { tap } from 'node:test/reporters';

const FOLDER = join(import.meta.dirname, 'tests');

/** The files in which something failed. */
async function failedOf(files) {
  const failed = new Set();
  const stream = run({ files, concurrency: 1 });
  stream.on('test:fail', ({ file }) => failed.add(file));
  for await (const line of stream.compose(tap)) process.stdout.write(line);
  return [...failed];
}

const named = process.argv.slice(2);
const all = (await readdir(FOLDER)).filter((name) => name.endsWith('.test.mjs')).sort();
const first = await failedOf((named.length > 0 ? named : all.map((name) => `tests/${name}`)).map((name) => join(import.meta.dirname, name)));
const second = first.length > 0 ? await failedOf(first) : [];
for (const file of first) console.log(`${second.includes(file) ? 'FAILED twice' : 'UNSTEADY, passed when run again'}: ${file}`);
process.exitCode = second.length > 0 ? 1 : 0;
