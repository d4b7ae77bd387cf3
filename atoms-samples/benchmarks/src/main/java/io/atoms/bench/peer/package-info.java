/** Reactive libraries behind one interface, so that the same workloads run on each. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.peer;
