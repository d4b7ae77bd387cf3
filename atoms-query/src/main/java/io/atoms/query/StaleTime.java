package io.atoms.query;

import java.time.Duration;
import java.util.Objects;

/** How long data counts as fresh. Stale data is shown, and is fetched again at the next occasion. */
public sealed interface StaleTime {

    /** Fresh until it is invalidated. */
    StaleTime NEVER = new Never();

    /**
     * Fresh for ever, invalidated or not: no occasion and no operation on many fetches it again but {@link
     * QueryClient#reset}. An interval does, and who asks for this one: {@link QueryObserver#refetch}, a query atom.
     */
    StaleTime STATIC = new Static();

    /**
     * Fresh until it has this age; zero means that it is stale at once.
     *
     * @param age how old; not negative
     * @return the time
     */
    static StaleTime after(Duration age) {
        return new After(age);
    }

    /**
     * Fresh until it has this age.
     *
     * @param age zero or more
     */
    record After(Duration age) implements StaleTime {
        /**
         * Refuses a negative time.
         *
         * @param age zero or more
         */
        public After {
            Checks.notNegative("staleTime", Objects.requireNonNull(age, "age"));
        }
    }

    /** See {@link #NEVER}. */
    record Never() implements StaleTime {}

    /** See {@link #STATIC}. */
    record Static() implements StaleTime {}
}
