// Checks and measures the libraries for JavaScript on the workloads, and writes checks.json and results.json as
// io.atoms.bench.Compare does, so that io.atoms.bench.Report shows both.
//
//   npm ci && node bench.mjs [--out folder] [--workloads a,b,grid*] [--peers x] [--time ms] [--note text]
//
// What the folder has of other pairs stays there, so that some can be measured again.
//
// Each pair is checked in one process and measured in another: after a check in the same one, alien-signals was slower by
// half on update-1:1. A process is ended if it takes too long, and has a deep stack, as the JVMs of Compare have:
// Jotai recurses. What is not right, or too slow, is not measured; checks.json says why.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Counts, fresh, workloads } from './workloads.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const expected = JSON.parse(readFileSync(join(here, 'expected.json'), 'utf8'));

const WARM_UP = 1_500; // milliseconds
const ITERATIONS = 10; // fewer, but three, of what takes longer than this in all:
const ENOUGH = 4_000;
const PATIENCE = 20_000; // for a process; one that takes longer gets a second chance, it may have been stopped
const BUSY = 0.9; // of the time of a measurement it must have had the processor
const T_999 = { 3: 31.599, 4: 12.924, 5: 8.61, 6: 6.869, 7: 5.959, 8: 5.408, 9: 5.041, 10: 4.781 }; // Student's t, 99.9%

const OPTIONS = {
  out: { type: 'string', default: 'node-results' },
  workloads: { type: 'string', default: '*' },
  peers: { type: 'string', default: '*' },
  time: { type: 'string', default: '100' },
  note: { type: 'string', default: '' },
  task: { type: 'string' }, // only for the processes that it starts: check or measure, workload, peer
};

/** What is wrong with the call, and how to mend it. */
function refuse(message) {
  console.error(message);
  process.exit(2);
}

function parsed() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (e) {
    return refuse(e.message);
  }
}

const options = parsed();
const { peers } = await import('./peers.mjs').catch(e =>
  e.code === 'ERR_MODULE_NOT_FOUND' ? refuse('the libraries are not there: run npm ci in ' + here) : Promise.reject(e));

/** The peer, and how often an effect was given a value that did not last until the end of the write or batch. */
function watched(peer) {
  const glitches = { count: 0 };
  let depth = 0;
  const toldNow = new Map();
  const step = write => {
    depth++;
    write();
    if (--depth === 0) toldNow.clear();
  };
  const watch = f => {
    const key = {};
    return value => {
      if (depth > 0) {
        if (toldNow.has(key) && toldNow.get(key) !== value) glitches.count++;
        toldNow.set(key, value);
      }
      f(value);
    };
  };
  return [
    {
      ...peer,
      effect: (node, f) => peer.effect(node, watch(f)),
      effectOfSum: (nodes, f) => peer.effectOfSum(nodes, watch(f)),
      write: (node, value) => step(() => peer.write(node, value)),
      batch: f => step(() => peer.batch(f)),
    },
    glitches,
  ];
}

/** As java.util.List has it. */
const hashCode = list => list.reduce((hash, value) => (Math.imul(31, hash) + value) | 0, 1);

function check(workload, name) {
  const rounds = expected[workload];
  const sum = { computed: 0, computedByHand: 0, told: 0, toldByHand: 0 };
  let verdict = 'right';
  let note = '';
  const [peer, glitches] = watched(peers[name]());
  const at = new Counts();
  const round = workloads[workload](peer, at);
  for (const hand of rounds) {
    at.forget();
    round();
    sum.computed += at.computed;
    sum.computedByHand += hand.computed;
    sum.told += at.told;
    sum.toldByHand += hand.told;
    if (hashCode(at.results) !== hand.results || at.told < hand.told) {
      verdict = 'wrong';
      note = 'an effect was left with another value than by hand, or was not told';
    }
  }
  if (verdict === 'right' && glitches.count > 0) {
    verdict = 'glitches';
    note = glitches.count + ' values that did not last';
  } else if (verdict === 'right' && (sum.computed > sum.computedByHand || sum.told > sum.toldByHand)) {
    verdict = 'more work';
  }
  peer.close();
  return { workload, peer: name, verdict, ...sum, micros: 0, note };
}

/** Microseconds per round in each iteration. What a fresh graph takes to build does not count. */
function measure(workload, name) {
  let peer = peers[name]();
  let round = workloads[workload](peer, new Counts());
  const iteration = time => {
    let rounds = 0;
    let inside = 0;
    const start = performance.now();
    do {
      if (fresh(workload)) {
        peer.close();
        peer = peers[name]();
        round = workloads[workload](peer, new Counts());
      }
      const begin = performance.now();
      round();
      inside += performance.now() - begin;
      rounds++;
    } while (performance.now() - start < time);
    return (1e3 * inside) / rounds;
  };
  iteration(WARM_UP);
  const start = performance.now();
  const results = [];
  for (let left = 3 * ITERATIONS; left > 0 && results.length < ITERATIONS; left--) {
    if (results.length >= 3 && performance.now() - start > ENOUGH) break;
    const before = process.cpuUsage();
    const begin = performance.now();
    const micros = iteration(Number(options.time));
    const { user, system } = process.cpuUsage(before);
    // One that had to wait for the processor, or was stopped, says nothing: it is taken again.
    if ((user + system) / 1e3 > BUSY * (performance.now() - begin)) results.push(micros);
  }
  if (results.length < 3) throw new Error('the machine is too busy to measure');
  return results;
}

/** What a process for a pair does: it prints what check or measure gives. */
const tasks = { check, measure };

function metric(micros) {
  const mean = micros.reduce((a, b) => a + b) / micros.length;
  const variance = micros.reduce((a, b) => a + (b - mean) ** 2, 0) / (micros.length - 1);
  return {
    score: mean,
    scoreError: T_999[micros.length] * Math.sqrt(variance / micros.length),
    scoreUnit: 'us/op',
    rawData: [micros],
  };
}

/** Lets a process do a task, and gives what came of it, or {verdict, note}. */
function inProcess(task, workload, name, chances = 2) {
  const child = spawnSync(
    process.execPath,
    ['--stack-size=7000', join(here, 'bench.mjs'), '--task', [task, workload, name].join(' '), '--time', options.time],
    { encoding: 'utf8', timeout: PATIENCE, killSignal: 'SIGKILL' });
  if (child.status === 0) return { result: JSON.parse(child.stdout) };
  if (child.error?.code === 'ETIMEDOUT') {
    return chances > 1
      ? inProcess(task, workload, name, chances - 1)
      : { verdict: 'too slow', note: `${task}: not done in ${PATIENCE / 1000} s` };
  }
  const error = child.stderr.split('\n').find(line => /Error/.test(line)) ?? 'its process ended';
  return { verdict: 'failed', note: `${task}: ${error}` };
}

/** The check of a pair and, if it is right, the microseconds of its measurements. */
function pair(workload, name) {
  const none = { workload, peer: name, computed: 0, computedByHand: 0, told: 0, toldByHand: 0, micros: 0 };
  const { result: checked, ...failure } = inProcess('check', workload, name);
  if (!checked) return { checked: { ...none, ...failure } };
  if (!['right', 'more work'].includes(checked.verdict)) return { checked };
  const { result: micros, ...slow } = inProcess('measure', workload, name);
  return { checked: { ...checked, ...slow }, micros };
}

/** Names from a list with commas. A star at the end stands for any ending. */
function wanted(option, names) {
  const fits = (name, pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);
  const patterns = options[option].split(',');
  for (const pattern of patterns) {
    if (!names.some(name => fits(name, pattern))) refuse(`--${option}: there is no ${pattern}; there are ${names}`);
  }
  return names.filter(name => patterns.some(pattern => fits(name, pattern)));
}

function version(name) {
  return JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function machine() {
  return {
    runtime: `Node ${process.version}, alien-signals ${version('alien-signals')}, jotai ${version('jotai')}`,
    system: `${platform()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown processor',
    processors: availableParallelism(),
    day: new Date().toISOString().slice(0, 10),
    note: options.note,
  };
}

function main() {
  const chosen = wanted('peers', Object.keys(peers));
  if (!/^[1-9]\d{0,4}$/.test(options.time)) refuse('--time is milliseconds of a measurement such as 100, not ' + options.time);
  mkdirSync(options.out, { recursive: true });
  const write = (name, value) => writeFileSync(join(options.out, name), JSON.stringify(value, null, 2) + '\n');
  const read = (name, none) => (existsSync(join(options.out, name)) ? JSON.parse(readFileSync(join(options.out, name), 'utf8')) : none);
  let { checks } = read('checks.json', { checks: [] });
  let results = read('results.json', []);
  const method = `A process for each pair, which warms up for ${WARM_UP} ms, and up to ${ITERATIONS} measurements of ${options.time} ms`;
  for (const workload of wanted('workloads', Object.keys(workloads))) {
    for (const name of chosen) {
      const { checked, micros } = pair(workload, name);
      const others = one => one.workload !== workload || one.peer !== name;
      checks = [...checks.filter(others), checked];
      results = results.filter(result => others(result.params));
      let figure = '';
      if (micros) {
        const primaryMetric = metric(micros);
        results.push({ params: { workload, peer: name }, method, primaryMetric });
        figure = `${primaryMetric.score.toFixed(2)} ± ${primaryMetric.scoreError.toFixed(2)} us`;
      }
      console.log(`${workload.padEnd(24)} ${name.padEnd(20)} ${checked.verdict.padEnd(10)} ${figure.padStart(28)} ${checked.note}`);
      // After each, so that a run that is ended has something to show.
      write('checks.json', { machine: machine(), checks });
      write('results.json', results);
    }
  }
}

if (options.task) {
  const [task, workload, name] = options.task.split(' ');
  console.log(JSON.stringify(tasks[task](workload, name)));
} else {
  main();
}
