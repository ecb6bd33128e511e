/**
 * Runs the tests of the page: `node scripts/test.mjs [FILE…]`, all of them without one. In CI a file in which something failed is
 * run once more, alone and in a fresh process: what passes then is told of as unsteady at the end, so that it is looked into, and
 * doesn't stop anyone. What failed is named in the last lines, where a log that was cut still shows it.
 */
import { startVitest } from 'vitest/node';

/** The files in which something failed, or that ended without a result; all of them when an error belongs to no test. */
function failedOf(vitest, stray) {
  const modules = vitest.state.getTestModules();
  return stray.length > 0 ? modules : modules.filter((module) => module.state() !== 'passed');
}

function tell(modules, stray) {
  for (const error of stray) console.log(`FAILED outside of any test: ${error?.message ?? error}`);
  for (const module of modules) {
    console.log(`FAILED: ${module.relativeModuleId}`);
    for (const test of module.children.allTests('failed')) {
      console.log(`  ${test.fullName}: ${test.result().errors[0]?.message.split('\n')[0] ?? ''}`);
    }
  }
}

async function run(files, options) {
  const vitest = await startVitest('test', files, { watch: false, ...options });
  const stray = vitest.state.getUnhandledErrors();
  const failed = failedOf(vitest, stray);
  tell(failed, stray);
  if (vitest.state.getTestModules().length === 0) throw new Error(`There is no test in ${files.join(', ') || 'this folder'}.`);
  await vitest.close();
  return failed;
}

const first = await run(process.argv.slice(2), {});
if (first.length > 0 && process.env.CI) {
  const again = await run(first.map((module) => module.moduleId), { fileParallelism: false });
  const twice = new Set(again.map((module) => module.moduleId));
  for (const { moduleId, relativeModuleId } of first) {
    console.log(`${twice.has(moduleId) ? 'FAILED twice' : 'UNSTEADY, passed when run again'}: ${relativeModuleId}`);
  }
  process.exitCode = twice.size > 0 ? 1 : 0;
} else {
  process.exitCode = first.length > 0 ? 1 : 0;
}
