/** The looks that are kept (`e2e/looks`, a sheet of small pictures for each device, theme and language), and what is left of a comparison. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { compare, nearlySame } from './compare.mjs';
import { shrunkSize } from './painter.mjs';

const HOME = join(import.meta.dirname, '../../..');
const KEPT = join(HOME, 'e2e/looks');
/** Where pictures of what failed are left. */
const LEFT = join(HOME, 'target/looks');

/** One sheet: `name` without ending, the window in pixels, and the names of its screens in their order. */
export async function openSheet(painter, name, window, screens) {
  const file = join(KEPT, `${name}.webp`);
  // A sheet that is missing, or that a merge has left unreadable, is to be taken anew.
  const kept = await readFile(file).then((bytes) => painter.fromSheet(bytes, shrunkSize(window), screens.length)).catch(() => []);
  const taken = [];
  const of = (screen) => kept[screens.indexOf(screen)];

  /** What is wrong with a shrunk picture of a screen; null: nothing. */
  const judge = (screen, small) => (of(screen) ? compare(of(screen), small) : { fault: 'there is no picture of it yet', areas: [] });

  /** Leaves pictures of a fault and says in one line where. */
  const leave = async (screen, png, small) => {
    const { fault, areas } = judge(screen, small);
    const path = (what) => join(LEFT, `${name}-${screen}-${what}.png`);
    await mkdir(LEFT, { recursive: true });
    await writeFile(path('taken'), png);
    await writeFile(path('difference'), await painter.mark(png, areas));
    if (of(screen)) await writeFile(path('expected'), await painter.enlarge(of(screen)));
    return `${screen}: ${fault}; see ${relative(HOME, path('{taken,expected,difference}'))}`;
  };

  /** Puts a shrunk picture onto the sheet to be written. Rounding is no reason for another file. */
  const keep = (screen, small) => {
    taken[screens.indexOf(screen)] = of(screen) && nearlySame(of(screen), small) ? of(screen) : small;
  };
  const write = async () => {
    await mkdir(KEPT, { recursive: true });
    await writeFile(file, await painter.toSheet(taken));
  };
  return { judge, leave, keep, write };
}

/** Nothing is left of the run before. */
export const clearLeft = () => rm(LEFT, { recursive: true, force: true });
