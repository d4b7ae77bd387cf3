/** Tests of async atoms, by rule. */
package io.atoms.async;
