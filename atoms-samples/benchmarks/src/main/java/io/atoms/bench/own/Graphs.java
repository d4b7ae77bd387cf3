package io.atoms.bench.own;

/** Makes graphs of their text: the name of a class, or a {@link Shape}. */
final class Graphs {

    private Graphs() {}

    static OwnGraph create(String text) {
        if (text.startsWith(Shape.PREFIX)) {
            return Shape.parse(text).graph();
        }
        try {
            return (OwnGraph) Class.forName(text).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "there is no class " + text + "; is its folder on the class path, and its package in the name?", e);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    text + " has to be public, to implement " + OwnGraph.class.getName()
                            + " and to have a public constructor without parameters, which does not throw",
                    e);
        }
    }
}
