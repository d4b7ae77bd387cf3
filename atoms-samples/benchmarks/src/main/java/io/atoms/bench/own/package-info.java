/** Measures a graph of your own: {@link io.atoms.bench.own.OwnGraph}. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.own;
