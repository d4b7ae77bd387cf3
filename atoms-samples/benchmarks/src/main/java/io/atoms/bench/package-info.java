/** Benchmarks of the store, run by JMH. */
@NullMarked
package io.atoms.bench;

import org.jspecify.annotations.NullMarked;
