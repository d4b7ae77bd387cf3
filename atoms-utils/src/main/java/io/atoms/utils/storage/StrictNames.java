package io.atoms.utils.storage;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Refuses names with half a surrogate pair. Jackson writes them as escapes, and does not read them again; in values it
 * does.
 */
final class StrictNames extends JsonGeneratorDelegate {

    StrictNames(JsonGenerator json) {
        super(json, false);
    }

    @Override
    public JsonGenerator writeName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                i = endOfPair(name, i);
            }
        }
        return super.writeName(name);
    }

    private static int endOfPair(String name, int start) {
        if (Character.isSupplementaryCodePoint(name.codePointAt(start))) {
            return start + 1;
        }
        throw new IllegalArgumentException("A key of a map has half a surrogate pair at index " + start
                + ", which is no character, so it could not" + " be read again.");
    }
}
