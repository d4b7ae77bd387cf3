/**
 * Randomised scenarios: a script of operations on a graph of atoms is run on a store and on an {@link
 * io.atoms.scenario.Oracle} that recomputes everything; what differs is shrunk to a script that a person can read.
 */
package io.atoms.scenario;
