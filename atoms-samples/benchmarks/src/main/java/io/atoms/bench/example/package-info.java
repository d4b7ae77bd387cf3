/** Graphs to measure, shown in the documentation. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.example;
