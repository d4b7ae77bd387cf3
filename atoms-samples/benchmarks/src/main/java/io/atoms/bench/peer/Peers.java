package io.atoms.bench.peer;

import java.util.List;

/** The peers by name. One is loaded only when asked for: some need a newer JDK than others. */
public final class Peers {

    /** Every name but {@code limit}, which is the work done by hand and no library. */
    public static final List<String> NAMES =
            List.of("atoms", "atoms-declared", "javafx", "arez", "rxjava", "reactor", "vaadin", "compose");

    private Peers() {}

    /** A new peer. */
    public static Peer<?, ?> create(String name) {
        switch (name) {
            case "atoms":
                return new AtomsPeer();
            case "atoms-declared":
                return new DeclaredAtomsPeer();
            case "javafx":
                return new JavaFxPeer();
            case "arez":
                return new ArezPeer();
            case "rxjava":
                return new RxJavaPeer();
            case "reactor":
                return new ReactorPeer();
            case "compose":
                return new ComposePeer();
            case "vaadin":
                return ofJdk21(name, "io.atoms.bench.peer.VaadinPeer");
            default:
                throw new IllegalArgumentException("no peer is called " + name + "; there are " + NAMES);
        }
    }

    /** Found by name: it is there only if the benchmarks were built on such a JDK. */
    private static Peer<?, ?> ofJdk21(String name, String type) {
        try {
            return (Peer<?, ?>) Class.forName(type).getDeclaredConstructor().newInstance();
        } catch (ClassNotFoundException | UnsupportedClassVersionError e) {
            throw new IllegalStateException(
                    "the peer " + name + " needs JDK 21 or later: build and run the benchmarks on one", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the peer " + name + " could not be made", e);
        }
    }
}
