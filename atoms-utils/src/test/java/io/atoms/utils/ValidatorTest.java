package io.atoms.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValidatorTest {
    private final AtomStore store = AtomStore.create();
    private final Validator<String> required = Validator.check(text -> !text.isBlank(), "is required");
    private final Validator<String> upper = Validator.check(text -> text.equals(text.toUpperCase()), "is lower case");
    private final Validator<Object> never = Validator.check(value -> false, "is never right");

    @Test
    void check_hasTheErrorUnlessTheConditionIsMet() {
        assertThat(required.validate(store, "")).containsExactly("is required");
        assertThat(required.validate(store, "a")).isEmpty();
    }

    @Test
    void check_maySeeNull() {
        Validator<@Nullable String> present = Validator.check(text -> text != null, "is missing");

        assertThat(present.validate(store, null)).containsExactly("is missing");
    }

    @Test
    void and_hasTheErrorsOfBoth() {
        assertThat(upper.and(never).validate(store, "a")).containsExactly("is lower case", "is never right");
        assertThat(upper.and(never).validate(store, "A")).containsExactly("is never right");
        assertThat(upper.and(required).validate(store, "A")).isEmpty();
    }

    @Test
    void then_asksTheOtherOnlyAboutWhatIsValid() {
        AtomicInteger asked = new AtomicInteger();
        Validator<String> both = required.then((get, text) -> {
            asked.incrementAndGet();
            return List.of("is short");
        });

        assertThat(both.validate(store, "")).containsExactly("is required");
        assertThat(asked).hasValue(0);
        assertThat(both.validate(store, "a")).containsExactly("is short");
    }

    @Test
    void function_mayReadOtherAtoms() {
        PrimitiveAtom<Integer> limit = Atom.of(3);
        Validator<Integer> small = (get, n) -> n > get.get(limit) ? List.of("is over " + get.get(limit)) : List.of();

        assertThat(small.and(small).validate(store, 4)).containsExactly("is over 3", "is over 3");
        store.set(limit, 4);
        assertThat(small.validate(store, 4)).isEmpty();
    }

    @Test
    void nulls_areRefused() {
        assertThatThrownBy(() -> Validator.check(text -> true, null)).hasMessage("error");
        assertThatThrownBy(() -> required.and(null)).hasMessage("other");
        assertThatThrownBy(() -> required.then(null)).hasMessage("other");
    }
}
