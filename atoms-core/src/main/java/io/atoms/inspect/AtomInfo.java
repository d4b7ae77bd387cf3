package io.atoms.inspect;

/**
 * Names an atom or effect in what the store tells about itself, without keeping it alive.
 *
 * @param id a number that is unique in the process
 * @param name the name of the atom
 * @param kind its kind
 */
public record AtomInfo(long id, String name, AtomKind kind) {
    @Override
    public String toString() {
        return name;
    }
}
