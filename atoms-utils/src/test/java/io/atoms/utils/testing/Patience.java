package io.atoms.utils.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what must come: a guard against hanging, far more than a slow and busy machine needs. */
public final class Patience {
    /** After so long a wait counts as for ever. */
    public static final Duration LIMIT = Duration.ofMinutes(1);

    private Patience() {}

    /** As Awaitility's, with more than its ten seconds. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }
}
