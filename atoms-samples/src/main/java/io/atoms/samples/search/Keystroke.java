package io.atoms.samples.search;

import java.time.Duration;

/**
 * One change of the field.
 *
 * @param after the time since the change before
 * @param text what is in the field then
 */
record Keystroke(Duration after, String text) {}
