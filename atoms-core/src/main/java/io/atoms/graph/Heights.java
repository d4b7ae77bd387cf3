package io.atoms.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;

/**
 * Heights of nodes: 0 without dependencies, else one more than the highest dependency. Computed when asked for, with an
 * explicit stack; on a cycle the edge that closes it counts for nothing. Under the graph's lock.
 */
final class Heights {

    private static final int OPEN = -1;

    private final IdentityHashMap<Node, Integer> known = new IdentityHashMap<>();

    int of(Node root) {
        Deque<Node> todo = new ArrayDeque<>();
        todo.push(root);
        while (!todo.isEmpty()) {
            Node node = todo.peek();
            Integer height = known.get(node);
            if (height != null && height != OPEN) {
                todo.pop();
            } else if (!(node instanceof Dependent dependent)) {
                known.put(node, 0);
                todo.pop();
            } else if (height == null) {
                known.put(node, OPEN);
                for (int i = 0; i < dependent.dependencyCount; i++) {
                    if (!known.containsKey(dependent.dependency(i))) {
                        todo.push(dependent.dependency(i));
                    }
                }
            } else {
                known.put(node, heightOf(dependent));
                todo.pop();
            }
        }
        return known.getOrDefault(root, 0);
    }

    private int heightOf(Dependent dependent) {
        int height = 0;
        for (int i = 0; i < dependent.dependencyCount; i++) {
            height = Math.max(height, 1 + Math.max(OPEN, known.getOrDefault(dependent.dependency(i), OPEN)));
        }
        return height;
    }
}
