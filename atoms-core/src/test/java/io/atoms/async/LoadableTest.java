package io.atoms.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoms.AtomLoadException;
import io.atoms.Loadable;
import io.atoms.fixtures.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loadables as values. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Proves({"R21"})
class LoadableTest {

    private final Throwable error = new IllegalStateException("x");
    private final Loadable<Integer> loading = new Loadable.Loading<>(1);
    private final Loadable<Integer> ready = Loadable.ready(2);
    private final Loadable<Integer> failed = new Loadable.Failed<>(error, 3);

    @Test
    void kinds_tellThemselves() {
        assertThat(List.of(loading.isLoading(), ready.isReady(), failed.isFailed()))
                .containsOnly(true);
        assertThat(List.of(ready.isLoading(), failed.isReady(), loading.isFailed()))
                .containsOnly(false);
        assertThat(List.of(loading.valueOrPrevious(), ready.valueOrPrevious(), failed.valueOrPrevious()))
                .containsExactly(1, 2, 3);
        assertThat(List.of(loading.orElse(9), ready.orElse(9), failed.orElse(9)))
                .containsExactly(9, 2, 9);
    }

    @Test
    void orElseThrow_throwsTheErrorItself_checkedOrNot() {
        Loadable<Integer> checked = Loadable.failed(new IOException("io"));
        assertThatThrownBy(checked::orElseThrow).isInstanceOf(IOException.class);
        assertThatThrownBy(failed::orElseThrow).isSameAs(error);
        assertThatThrownBy(loading::orElseThrow).isInstanceOf(NoSuchElementException.class);
        assertThat(ready.orElseThrow()).isEqualTo(2);
    }

    @Test
    void fold_callsTheFunctionOfItsKind() {
        List<String> folded = new ArrayList<>();
        for (Loadable<Integer> each : List.of(loading, ready, failed)) {
            folded.add(each.<String>fold(p -> "loading " + p, v -> "ready " + v, (e, p) -> e.getMessage() + p));
        }
        assertThat(folded).containsExactly("loading 1", "ready 2", "x3");
    }

    @Test
    void map_appliesToValueAndPrevious() {
        assertThat(loading.map(n -> n * 10)).isEqualTo(new Loadable.Loading<>(10));
        assertThat(ready.map(n -> n * 10)).isEqualTo(Loadable.ready(20));
        assertThat(failed.map(n -> n * 10)).isEqualTo(new Loadable.Failed<>(error, 30));
    }

    @Test
    void map_thatThrowsOrGivesNull_fails() {
        RuntimeException thrown = new IllegalStateException("map");
        assertThat(ready.<Integer>map(n -> {
                    throw thrown;
                }))
                .isEqualTo(Loadable.failed(thrown));
        assertThat(ready.<Integer>map(n -> null).isFailed()).isTrue();
    }

    @Test
    void flatMap_appliesToTheValue() {
        assertThat(ready.flatMap(n -> Loadable.ready(n + 1))).isEqualTo(Loadable.ready(3));
        assertThat(ready.flatMap(n -> failed)).isEqualTo(failed);
        assertThat(loading.flatMap(n -> ready).isLoading()).isTrue();
        assertThat(failed.flatMap(n -> ready).isFailed()).isTrue();
    }

    @Test
    void flatMap_thatGivesNull_fails() {
        Loadable<Integer> none = ready.flatMap(n -> null);
        assertThat(none).isNotNull();
        assertThat(none.isFailed()).isTrue();
    }

    @Test
    void all_isReadyThenLoadingThenFailed() {
        assertThat(Loadable.all(List.of(ready, ready))).isEqualTo(Loadable.ready(List.of(2, 2)));
        assertThat(Loadable.all(List.of(ready, failed, loading))).isEqualTo(new Loadable.Loading<>(List.of(2, 3, 1)));
        assertThat(Loadable.all(List.of(ready, failed))).isEqualTo(new Loadable.Failed<>(error, List.of(2, 3)));
        assertThat(Loadable.all(List.<Loadable<Integer>>of())).isEqualTo(Loadable.ready(List.of()));
        Loadable<List<Integer>> partly = Loadable.all(List.of(ready, Loadable.<Integer>loading()));
        assertThat(partly).isEqualTo(Loadable.loading());
    }

    @Test
    void all_withSeveralFailures_holdsThemAll() {
        Throwable second = new IOException("y");
        Loadable<List<Integer>> both = Loadable.all(List.of(failed, Loadable.<Integer>failed(second)));
        assertThatThrownBy(both::orElseThrow)
                .isInstanceOfSatisfying(
                        AtomLoadException.class, e -> assertThat(e.errors()).containsExactly(error, second))
                .hasCause(error);
    }

    @Test
    void ready_refusesNull() {
        assertThatThrownBy(() -> Loadable.ready(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Loadable.failed(null)).isInstanceOf(NullPointerException.class);
    }
}
