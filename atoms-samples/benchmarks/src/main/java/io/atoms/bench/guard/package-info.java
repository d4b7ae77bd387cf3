/** Whether this library has become slower than it was: a short measurement that other work on the machine hardly disturbs. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.guard;
