/** What a peer computes, compared with the work by hand, and what is then worth measuring. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.compare;
