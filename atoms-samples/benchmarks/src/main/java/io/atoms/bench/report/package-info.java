/** Tables and charts of what was measured. */
@org.jspecify.annotations.NullMarked
package io.atoms.bench.report;
