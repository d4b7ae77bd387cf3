package io.atoms.testing;

import static io.atoms.testing.AtomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class AtomAssertionsTest {
    private final AtomStore store = AtomStore.create();

    @Test
    void ofAnAsyncAtom_areAboutItsLoadable() {
        AsyncAtom<String> user = Atom.async(get -> Mono.just("Ada")).named("user");

        assertThat(store, user).isReadyWith("Ada");
        assertThatThrownBy(() -> assertThat(store, user).isLoading())
                .isInstanceOf(AssertionError.class)
                .hasMessage("[atom 'user'] expected to be loading, but it is Ready[value=Ada]");
    }

    @Test
    void ofAnAtomOfALoadable_areAboutTheValue() {
        Atom<Loadable<String>> derived = Atom.derived(get -> Loadable.ready("x"));

        assertThat(store, derived).hasValue(Loadable.ready("x"));
        assertThat(store.get(derived)).isReadyWith("x");
    }

    @Test
    void withoutStoreOrAtom_sayWhatIsMissing() {
        Atom<Integer> none = null;

        assertThatThrownBy(() -> assertThat(store, none))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("atom");
        assertThatThrownBy(() -> assertThat(null, Atom.of(1)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("store");
    }
}
