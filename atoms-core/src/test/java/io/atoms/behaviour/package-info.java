/** What the rules of the design promise, proved through the public API only: one class per theme. */
package io.atoms.behaviour;
