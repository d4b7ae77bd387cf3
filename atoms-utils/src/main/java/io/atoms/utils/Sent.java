package io.atoms.utils;

import io.atoms.Setter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a form has submitted of one field.
 *
 * @param field the field
 * @param value its value then
 * @param dirty whether that differed from the initial one
 */
record Sent<T extends @Nullable Object>(FieldAtom<T> field, T value, boolean dirty) {

    void accepted(Setter set) {
        field.accepted(set, this);
    }

    void cleared(Setter set) {
        field.cleared(set, this);
    }

    void rejected(Setter set, List<String> errors) {
        field.rejected(set, this, errors);
    }
}
