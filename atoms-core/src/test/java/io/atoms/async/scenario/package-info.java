/**
 * Randomised scenarios of async atoms: a script of operations on a graph with hand-driven work is run on a store and on
 * a naive {@link io.atoms.async.scenario.Model} of the rules; what differs is shrunk to a script that a person can read.
 */
package io.atoms.async.scenario;
