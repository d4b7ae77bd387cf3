// The workloads of io.atoms.bench.workload: the same graphs, counts and values. build(peer, at) returns a round; at
// counts the runs of functions and effects, and keeps what effects were given last.

/** What a graph counts, and its ends. */
export class Counts {
  computed = 0;
  told = 0;
  results = [];

  plus(n) {
    return value => {
      this.computed++;
      return (value + n) | 0;
    };
  }

  same() {
    return this.plus(0);
  }

  sink() {
    const index = this.results.push(0) - 1;
    return value => {
      this.results[index] = value;
      this.told++;
    };
  }

  forget() {
    this.computed = 0;
    this.told = 0;
  }
}

const add = (a, b) => (a + b) | 0;

/** Writes 1 to n, and 0 in the end. */
const upTo = (n, write) => () => {
  for (let i = 1; i <= n; i++) write(i);
  write(0);
};

function avoidable(peer, at) {
  const busy = () => {
    let sum = 0;
    for (let i = 0; i < 100; i++) sum += (at.computed + i) & 1;
    return sum === 50 ? 0 : sum;
  };
  const zero = () => {
    at.computed++;
    return 0;
  };
  const dear = value => {
    at.computed++;
    return (value + 1 + busy()) | 0;
  };
  const head = peer.source(0);
  let end = head;
  for (const f of [at.plus(0), zero, dear, at.plus(2), at.plus(3)]) end = peer.map(end, f);
  peer.effect(end, at.sink());
  return upTo(1000, value => peer.write(head, value));
}

function broad(peer, at) {
  const head = peer.source(0);
  for (let i = 0; i < 50; i++) peer.effect(peer.map(peer.map(head, at.plus(i)), at.plus(1)), at.sink());
  return upTo(50, value => peer.write(head, value));
}

function deep(peer, at) {
  const head = peer.source(0);
  let end = head;
  for (let i = 0; i < 50; i++) end = peer.map(end, at.plus(1));
  peer.effect(end, at.sink());
  return upTo(50, value => peer.write(head, value));
}

function diamond(peer, at) {
  const head = peer.source(0);
  const middle = Array.from({ length: 5 }, () => peer.map(head, at.plus(1)));
  peer.effect(peer.reduce(middle, add, at.same()), at.sink());
  return upTo(500, value => peer.write(head, value));
}

function mux(peer, at) {
  const heads = Array.from({ length: 100 }, () => peer.source(0));
  const array = peer.array(heads, values => {
    at.computed++;
    return values;
  });
  for (let i = 0; i < 100; i++) {
    const part = peer.map(array, values => {
      at.computed++;
      return values[i];
    });
    peer.effect(peer.map(part, at.plus(1)), at.sink());
  }
  let value = 0;
  return () => {
    value++;
    for (let i = 0; i < 20; i++) peer.write(heads[i], value + i);
  };
}

function repeated(peer, at) {
  const head = peer.source(0);
  const last = at.same();
  const node = peer.computed(read => {
    let sum = 0;
    for (let i = 0; i < 30; i++) sum = (sum + read(head)) | 0;
    return last(sum);
  });
  peer.effect(node, at.sink());
  return upTo(100, value => peer.write(head, value));
}

function triangle(peer, at) {
  const head = peer.source(0);
  const chain = [];
  let end = head;
  for (let i = 0; i < 10; i++) {
    chain.push(end);
    end = peer.map(end, at.plus(1));
  }
  peer.effect(peer.reduce(chain, add, at.same()), at.sink());
  return upTo(100, value => peer.write(head, value));
}

function unstable(peer, at) {
  const times = n => value => {
    at.computed++;
    return (n * value) | 0;
  };
  const head = peer.source(0);
  const doubled = peer.map(head, times(2));
  const inverse = peer.map(head, times(-1));
  const last = at.same();
  const node = peer.computed(read => {
    let sum = 0;
    for (let i = 0; i < 20; i++) {
      const odd = (read(head) & 1) !== 0;
      sum = (sum + read(odd ? doubled : inverse)) | 0;
    }
    return last(sum);
  });
  peer.effect(node, at.sink());
  return upTo(100, value => peer.write(head, value));
}

function mol(peer, at) {
  const fibonacciOf = n => (n < 2 ? 1 : fibonacciOf(n - 1) + fibonacciOf(n - 2));
  const fibonacci = value => (value + fibonacciOf(16)) | 0;
  const counted = f => read => {
    at.computed++;
    return f(read);
  };
  const a = peer.source(0);
  const b = peer.source(0);
  const c = peer.computed(counted(read => (read(a) % 2) + (read(b) % 2)));
  // Java's lists are equal by value, arrays are not: so it gives the last one again if nothing in it changed.
  let list = [];
  const d = peer.computed(counted(read => {
    const difference = (read(a) % 2) - (read(b) % 2);
    const next = [0, 1, 2, 3, 4].map(i => i + difference);
    if (next.some((value, i) => value !== list[i])) list = next;
    return list;
  }));
  const e = peer.computed(counted(read => fibonacci(read(c) + read(a) + read(d)[0])));
  const f = peer.computed(counted(read => fibonacci(read(d)[2] || read(b))));
  const g = peer.computed(counted(read => {
    const first = read(c);
    return first + (first || read(e) % 2) + read(d)[4] + read(f);
  }));
  const [sinkOfG, sinkOfDearG, sinkOfDearF] = [at.sink(), at.sink(), at.sink()];
  peer.effect(g, value => sinkOfDearG(fibonacci(value)));
  peer.effect(g, sinkOfG);
  peer.effect(f, value => sinkOfDearF(fibonacci(value)));
  let odd = 1;
  const write = (first, second) => peer.batch(() => {
    peer.write(b, second);
    peer.write(a, first);
  });
  return () => {
    write(odd, 1);
    write(odd + 1, 2);
    odd = (odd + 2) & 0xff;
  };
}

function createSources(peer) {
  return () => {
    const nodes = [];
    for (let i = 0; i < 100_000; i++) nodes.push(peer.source(i));
    peer.close();
    if (nodes.length !== 100_000) throw new Error('lost a source');
  };
}

/** Of sources to effects: how many sources an effect reads, and how many effects read a source. */
const create = (reads, to) => (peer, at) => {
  const effects = reads === 0 ? 100_000 : 100_000 / reads;
  const sources = 100_000 / to;
  const nodes = Array.from({ length: sources }, (_, i) => peer.source(i));
  const sink = at.sink();
  return () => {
    for (let i = 0; i < effects; i++) {
      if (reads === 1) peer.effect(nodes[i % sources], sink);
      else peer.effectOfSum(nodes.slice(i * reads, (i + 1) * reads), sink);
    }
    peer.close();
  };
};

const update = (reads, effects, writes) => (peer, at) => {
  const nodes = Array.from({ length: reads }, () => peer.source(0));
  for (let i = 0; i < effects; i++) {
    if (reads === 1) peer.effect(nodes[0], at.sink());
    else peer.effectOfSum(nodes, at.sink());
  }
  return upTo(writes - 1, value => peer.write(nodes[0], value));
};

const cellx = layers => (peer, at) => {
  const heads = [1, 2, 3, 4].map(value => peer.source(value));
  let before = heads;
  for (let i = 0; i < layers; i++) {
    const layer = [
      peer.map(before[1], at.plus(0)),
      peer.reduce([before[0], before[2]], (a, b) => (a - b) | 0, at.same()),
      peer.reduce([before[1], before[3]], add, at.same()),
      peer.map(before[2], at.plus(0)),
    ];
    layer.forEach(node => peer.effect(node, at.sink()));
    before = layer;
  }
  return () => peer.batch(() => heads.forEach((head, i) => peer.write(head, 4 - i)));
};

/** The numbers of java.util.Random, so that the same nodes are dynamic, and the same leaves unread. */
class Random {
  constructor(seed) {
    this.seed = (BigInt(seed) ^ 0x5deece66dn) & ((1n << 48n) - 1n);
  }

  next() {
    this.seed = (this.seed * 0x5deece66dn + 0xbn) & ((1n << 48n) - 1n);
    return Number(this.seed >> 17n);
  }

  nextInt(bound) {
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(this.next())) >> 31n);
    let bits = this.next();
    while (bits - (bits % bound) + (bound - 1) > 0x7fffffff) bits = this.next();
    return bits % bound;
  }
}

const floorMod = (a, b) => ((a % b) + b) % b;

const grid = (reads, width, layers, dynamicPercent, lazyPercent, writes) => (peer, at) => {
  const random = new Random(1);
  const leavesOut = [[]];
  for (let i = 1; i < layers; i++) {
    leavesOut.push(Array.from({ length: width }, () => random.nextInt(100) < dynamicPercent));
  }
  const leaves = Array.from({ length: width }, (_, i) => i);
  while (leaves.length > Math.max(1, Math.floor((width * (100 - lazyPercent)) / 100))) {
    leaves.splice(random.nextInt(leaves.length), 1);
  }
  const leavingOut = nodes => {
    const last = at.same();
    return peer.computed(read => {
      let sum = read(nodes[0]);
      const out = (sum & 1) === 0 ? -1 : 1 + floorMod(sum, reads - 1);
      for (let s = 1; s < reads; s++) {
        if (s !== out) sum = (sum + read(nodes[s])) | 0;
      }
      return last(sum);
    });
  };
  const sources = Array.from({ length: width }, (_, i) => peer.source(i));
  let before = sources;
  for (let i = 1; i < layers; i++) {
    const from = before;
    before = leavesOut[i].map((dynamic, k) => {
      const nodes = Array.from({ length: reads }, (_, s) => from[(k + s) % width]);
      return dynamic ? leavingOut(nodes) : peer.reduce(nodes, add, at.same());
    });
  }
  const end = before;
  peer.effectOfSum(leaves.map(leaf => end[leaf]), at.sink());
  let next = 0;
  return () => {
    for (let i = 0; i < writes; i++) {
      next++;
      peer.write(sources[next % width], width + next);
    }
  };
};

/** By name, in the order of the tables. */
export const workloads = {
  avoidable, broad, deep, diamond, mux, repeated, triangle, unstable, mol,
  'create-sources': createSources,
  'create-0:1': create(0, 1),
  'create-1:1': create(1, 1),
  'create-2:1': create(2, 1),
  'create-4:1': create(4, 1),
  'create-1000:1': create(1000, 1),
  'create-1:2': create(1, 2),
  'create-1:4': create(1, 4),
  'create-1:8': create(1, 8),
  'create-1:1000': create(1, 1000),
  'update-1:1': update(1, 1, 1000),
  'update-2:1': update(2, 1, 1000),
  'update-4:1': update(4, 1, 1000),
  'update-1000:1': update(1000, 1, 100),
  'update-1:2': update(1, 2, 1000),
  'update-1:4': update(1, 4, 1000),
  'update-1:1000': update(1, 1000, 10),
  'cellx-1000': cellx(1000),
  'cellx-2500': cellx(2500),
  'grid-2-10x5-lazy80': grid(2, 10, 5, 0, 80, 100),
  'grid-6-10x10-d25-lazy80': grid(6, 10, 10, 25, 80, 100),
  'grid-4-1000x12-d5': grid(4, 1000, 12, 5, 0, 10),
  'grid-25-1000x5': grid(25, 1000, 5, 0, 0, 10),
  'grid-3-5x500': grid(3, 5, 500, 0, 0, 10),
  'grid-6-100x15-d50': grid(6, 100, 15, 50, 0, 10),
};

/** Whether each round needs a graph of its own, which is built outside of what is measured. */
export const fresh = name => name.startsWith('create-') || name.startsWith('cellx-');
