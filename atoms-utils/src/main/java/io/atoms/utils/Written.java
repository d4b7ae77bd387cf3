package io.atoms.utils;

import org.jspecify.annotations.Nullable;

/** What was written to an atom that is not always written; a box, so that null can be written too. */
record Written<T extends @Nullable Object>(T value) {}
