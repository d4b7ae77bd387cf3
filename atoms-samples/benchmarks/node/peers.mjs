// The libraries behind one interface, each used as its own documentation advises.
//
// source(value), map(node, f), reduce(nodes, step, last), array(nodes, last) and computed(read => ..) make nodes;
// effect(node, f) and effectOfSum(nodes, f) run at once and after each change; write(node, value), batch(f), close().

import * as alien from 'alien-signals';
import { atom, createStore } from 'jotai/vanilla';

function alienSignals() {
  const effects = [];
  const read = node => node();
  return {
    source: value => alien.signal(value),
    map: (node, f) => alien.computed(() => f(node())),
    reduce: (nodes, step, last) =>
      alien.computed(() => {
        let result = nodes[0]();
        for (let i = 1; i < nodes.length; i++) result = step(result, nodes[i]());
        return last(result);
      }),
    array: (nodes, last) => alien.computed(() => last(nodes.map(read))),
    computed: f => alien.computed(() => f(read)),
    effect: (node, f) => void effects.push(alien.effect(() => { f(node()); })),
    effectOfSum: (nodes, f) =>
      void effects.push(
        alien.effect(() => {
          let sum = 0;
          for (const node of nodes) sum = (sum + node()) | 0;
          f(sum);
        })),
    write: (node, value) => { node(value); },
    batch: f => {
      alien.startBatch();
      try { f(); } finally { alien.endBatch(); }
    },
    close: () => {
      for (const dispose of effects) dispose();
      effects.length = 0;
    },
  };
}

function jotai() {
  const store = createStore();
  const effects = [];
  // A write-only atom is how Jotai makes one change of several.
  const transaction = atom(null, (get, set, f) => f(set));
  let set = store.set;
  const effect = (node, f) => {
    const run = () => f(store.get(node));
    effects.push(store.sub(node, run));
    run();
  };
  return {
    source: value => atom(value),
    map: (node, f) => atom(get => f(get(node))),
    reduce: (nodes, step, last) =>
      atom(get => {
        let result = get(nodes[0]);
        for (let i = 1; i < nodes.length; i++) result = step(result, get(nodes[i]));
        return last(result);
      }),
    array: (nodes, last) => atom(get => last(nodes.map(get))),
    computed: f => atom(get => f(get)),
    effect,
    effectOfSum: (nodes, f) =>
      effect(
        atom(get => {
          let sum = 0;
          for (const node of nodes) sum = (sum + get(node)) | 0;
          return sum;
        }),
        f),
    write: (node, value) => { set(node, value); },
    batch: f =>
      store.set(transaction, inner => {
        set = inner;
        try { f(); } finally { set = store.set; }
      }),
    close: () => {
      for (const unsubscribe of effects) unsubscribe();
      effects.length = 0;
    },
  };
}

export const peers = { 'node-alien-signals': alienSignals, 'node-jotai': jotai };
