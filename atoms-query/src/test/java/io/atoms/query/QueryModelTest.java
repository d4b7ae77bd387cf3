package io.atoms.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/**
 * Random operations on a client in virtual time, against a simple model of what each does. A failure shows the seed and the
 * script. More scenarios: {@code -Dquery.scenarios=5000}.
 */
class QueryModelTest {

    private static final int STEPS = 60;
    private static final int KEYS = 3;
    private static final long FETCH_TIME = 10;
    private static final long GC_TIME = 100;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("query.scenarios", 150));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void behavesLikeTheModel(long seed) {
        Random random = new Random(seed);
        List<String> script = new ArrayList<>();
        try (Clients it = new Clients(builder ->
                builder.defaults(all -> all.gcTime(Duration.ofMillis(GC_TIME)).retry(0)))) {
            Scenario scenario = new Scenario(it);
            for (int step = 0; step < STEPS; step++) {
                script.add(scenario.step(random));
                scenario.check("seed " + seed + " after " + String.join(", ", script));
            }
            assertThat(it.problems).isEmpty();
        }
    }

    /** The model of a key, and what belongs to it in the client. */
    private static final class Slot {
        final ListKey<Integer> key;
        final QueryOptions<Integer, Integer> options;
        final Deque<QueryObserver<Integer, Integer>> observers = new ArrayDeque<>();
        int realCalls;
        int calls;

        @Nullable
        Model model;

        Slot(int n, Clients it) {
            key = ListKey.of(n);
            options = QueryOptions.<Integer>of(key, context -> {
                        int call = ++realCalls;
                        return Mono.delay(Duration.ofMillis(FETCH_TIME), it.clock)
                                .then(
                                        fails(call)
                                                ? Mono.error(new IllegalStateException("no"))
                                                : Mono.just(call * 1_000));
                    })
                    .staleTime(StaleTime.NEVER);
        }

        static boolean fails(int call) {
            return call % 5 == 0;
        }
    }

    /** What an entry is like. */
    private static final class Model {
        @Nullable
        Integer base;

        final Map<Object, Integer> layers = new LinkedHashMap<>();
        QueryStatus status = QueryStatus.PENDING;
        long updates;
        boolean invalidated;
        boolean onceMore;
        long sequence;
        long invalidatedAt;
        long patchedAt;

        @Nullable
        Running fetch;

        @Nullable
        Long restsSince;

        @Nullable
        Integer visible() {
            return base == null
                    ? null
                    : base + layers.values().stream().mapToInt(n -> n).sum();
        }
    }

    /** A fetch that has not settled. */
    private static final class Running {
        final QueryStatus statusBefore;
        final long updatesBefore;
        boolean needed;
        long sequence;
        int call;
        long due = Long.MAX_VALUE; // while it is paused

        Running(QueryStatus statusBefore, long updatesBefore) {
            this.statusBefore = statusBefore;
            this.updatesBefore = updatesBefore;
        }

        boolean isPaused() {
            return call == 0;
        }
    }

    private static final class Scenario {
        private final Clients it;
        private final QueryClient client;
        private final List<Slot> slots = new ArrayList<>();
        private final List<PatchOf> patches = new ArrayList<>();
        private boolean online = true;
        private boolean focused = true;
        private long now;

        private record PatchOf(
                Patch patch, Slot slot, @Nullable Model of) {}

        Scenario(Clients it) {
            this.it = it;
            this.client = it.client;
            for (int i = 0; i < KEYS; i++) {
                slots.add(new Slot(i, it));
            }
        }

        String step(Random random) {
            Slot slot = slots.get(random.nextInt(KEYS));
            String on = " " + slot.key;
            String done = switch (random.nextInt(16)) {
                case 0 -> fetch(slot) + on;
                case 1, 2 -> observe(slot) + on;
                case 3 -> leave(slot) + on;
                case 4, 5, 6 -> advance(random.nextInt(3) == 0 ? 120 : random.nextInt(12));
                case 7 -> set(slot, random.nextInt(100)) + on;
                case 8, 9 -> patch(slot, 1 + random.nextInt(9)) + on;
                case 10 -> endPatch(random);
                case 11 -> invalidate(slot) + on;
                case 12 -> cancel(slot) + on;
                case 13 -> random.nextBoolean() ? remove(slot) + on : reset(slot) + on;
                case 14 -> turnOnline();
                default -> turnFocus();
            };
            slots.forEach(this::rest);
            return done;
        }

        void check(String where) {
            for (Slot slot : slots) {
                Model model = slot.model;
                QueryState<Integer> state = client.getQueryState(slot.key).orElse(null);
                assertThat(shown(state)).as(where + ": %s", slot.key).isEqualTo(shown(model));
                assertThat(slot.realCalls).as(where + ": calls of %s", slot.key).isEqualTo(slot.calls);
                for (QueryObserver<Integer, Integer> each : slot.observers) {
                    assertThat(each.currentResult().dataOrNull())
                            .as(where + ": observer of %s", slot.key)
                            .isEqualTo(model == null ? null : model.visible());
                }
            }
        }

        private static String shown(@Nullable QueryState<Integer> state) {
            return state == null
                    ? "none"
                    : String.join(
                            " ",
                            state.status() + "+" + state.fetchStatus(),
                            "" + state.data(),
                            "updates " + state.dataUpdateCount(),
                            "patches " + state.pendingPatches(),
                            "invalidated " + state.invalidated());
        }

        private static String shown(@Nullable Model model) {
            if (model == null) {
                return "none";
            }
            Running fetch = model.fetch;
            FetchStatus fetching =
                    fetch == null ? FetchStatus.IDLE : fetch.isPaused() ? FetchStatus.PAUSED : FetchStatus.FETCHING;
            return String.join(
                    " ",
                    model.status + "+" + fetching,
                    "" + model.visible(),
                    "updates " + model.updates,
                    "patches " + model.layers.size(),
                    "invalidated " + model.invalidated);
        }

        // ---- parts of the model ----

        private Model made(Slot slot) {
            Model model = slot.model;
            if (model == null) {
                model = new Model();
                slot.model = model;
            }
            return model;
        }

        private void begin(Slot slot, Model model, boolean restart, boolean needed) {
            Running running = model.fetch;
            if (running != null && !(restart && model.base != null)) {
                running.needed |= needed;
                return;
            }
            Running begun = running == null
                    ? new Running(model.status, model.updates)
                    : new Running(running.statusBefore, running.updatesBefore);
            begun.needed = needed || (running != null && running.needed);
            begun.sequence = ++model.sequence;
            model.fetch = begun;
            model.onceMore &= !model.layers.isEmpty();
            model.restsSince = null;
            if (model.base == null) {
                model.status = QueryStatus.PENDING;
            }
            if (online) {
                call(slot, begun);
            }
        }

        private void call(Slot slot, Running running) {
            running.call = ++slot.calls;
            running.due = now + FETCH_TIME;
        }

        private void settle(Slot slot, Model model, Running running) {
            model.fetch = null;
            if (Slot.fails(running.call)) {
                model.status = QueryStatus.ERROR;
                model.invalidated = true;
            } else {
                model.base = running.call * 1_000;
                model.updates++;
                model.status = QueryStatus.SUCCESS;
                model.invalidated = model.invalidatedAt > running.sequence;
                model.onceMore |= model.patchedAt > running.sequence || !model.layers.isEmpty();
            }
            fetchOnceMore(slot, model);
        }

        private void fetchOnceMore(Slot slot, Model model) {
            if (model.onceMore && model.fetch == null && model.layers.isEmpty()) {
                model.onceMore = false;
                markInvalid(model);
                if (!slot.observers.isEmpty()) {
                    begin(slot, model, true, false);
                }
            }
        }

        private static void markInvalid(Model model) {
            model.invalidatedAt = ++model.sequence;
            model.invalidated = true;
        }

        private static void endFetch(Model model) {
            Running running = model.fetch;
            model.fetch = null;
            boolean hadData = running.updatesBefore > 0;
            if (model.updates == running.updatesBefore && hadData == (model.base != null)) {
                model.status = running.statusBefore;
            }
        }

        private static void empty(Model model) {
            model.fetch = null;
            model.base = null;
            model.status = QueryStatus.PENDING;
            model.updates = 0;
            model.invalidated = false;
            model.onceMore = false;
        }

        private void rest(Slot slot) {
            Model model = slot.model;
            if (model == null) {
                return;
            }
            boolean rests = slot.observers.isEmpty() && model.fetch == null && model.layers.isEmpty();
            if (!rests) {
                model.restsSince = null;
            } else if (model.restsSince == null) {
                model.restsSince = now;
            }
        }

        // ---- operations ----

        private String fetch(Slot slot) {
            client.fetch(slot.options).subscribe(value -> {}, error -> {});
            Model model = made(slot);
            if (model.base == null || model.invalidated) {
                begin(slot, model, false, true);
            }
            return "fetch";
        }

        private String observe(Slot slot) {
            QueryObserver<Integer, Integer> observer = client.observer(slot.options);
            observer.subscribe(result -> {});
            slot.observers.add(observer);
            Model model = made(slot);
            if (model.base == null || model.invalidated) {
                begin(slot, model, false, false);
            }
            return "observe";
        }

        private String leave(Slot slot) {
            QueryObserver<Integer, Integer> observer = slot.observers.poll();
            Model model = slot.model;
            if (observer == null || model == null) {
                return "leave nothing";
            }
            observer.dispose();
            Running running = model.fetch;
            if (slot.observers.isEmpty() && running != null && running.isPaused() && !running.needed) {
                endFetch(model);
            }
            return "leave";
        }

        private String advance(long millis) {
            it.pass(millis);
            for (long end = now + millis; now < end; ) {
                now++;
                for (Slot slot : slots) {
                    Model model = slot.model;
                    if (model != null && model.fetch != null && model.fetch.due == now) {
                        settle(slot, model, model.fetch);
                    }
                    rest(slot);
                    if (model != null && model.restsSince != null && model.restsSince + GC_TIME <= now) {
                        slot.model = null;
                    }
                }
            }
            return "advance " + millis;
        }

        private String set(Slot slot, int value) {
            client.setQueryData(slot.key, value);
            Model model = made(slot);
            model.base = value;
            model.updates++;
            model.status = QueryStatus.SUCCESS;
            model.invalidated = false;
            return "set " + value;
        }

        private String patch(Slot slot, int more) {
            Model model = slot.model;
            PatchOf patch = new PatchOf(client.patchQueryData(slot.key, n -> n + more), slot, model);
            patches.add(patch);
            if (model != null) {
                model.layers.put(patch.patch(), more);
                model.patchedAt = ++model.sequence;
                model.restsSince = null;
            }
            return "patch";
        }

        private String endPatch(Random random) {
            if (patches.isEmpty()) {
                return "end no patch";
            }
            PatchOf ended = patches.remove(random.nextInt(patches.size()));
            boolean keep = random.nextBoolean();
            if (keep) {
                ended.patch().commit();
            } else {
                ended.patch().undo();
            }
            Model model = ended.of();
            if (model != null && model == ended.slot().model) {
                int more = model.layers.remove(ended.patch());
                if (keep && model.base != null) {
                    model.base += more;
                }
                model.patchedAt = ++model.sequence;
                fetchOnceMore(ended.slot(), model);
            }
            return (keep ? "commit " : "undo ") + ended.slot().key;
        }

        private String invalidate(Slot slot) {
            client.invalidate(QueryFilters.exact(slot.key));
            Model model = slot.model;
            if (model != null) {
                markInvalid(model);
                if (!slot.observers.isEmpty()) {
                    model.onceMore |= model.base == null && model.fetch != null;
                    begin(slot, model, true, false);
                }
            }
            return "invalidate";
        }

        private String cancel(Slot slot) {
            client.cancel(QueryFilters.exact(slot.key));
            if (slot.model != null && slot.model.fetch != null) {
                endFetch(slot.model);
            }
            return "cancel";
        }

        private String remove(Slot slot) {
            client.remove(QueryFilters.exact(slot.key));
            if (slot.observers.isEmpty()) {
                slot.model = null;
            } else if (slot.model != null) {
                empty(slot.model);
            }
            return "remove";
        }

        private String reset(Slot slot) {
            client.reset(QueryFilters.exact(slot.key));
            Model model = slot.model;
            if (model != null) {
                if (model.fetch != null) {
                    model.restsSince = null;
                }
                empty(model);
                if (!slot.observers.isEmpty()) {
                    begin(slot, model, true, false);
                }
            }
            return "reset";
        }

        private String turnOnline() {
            online = !online;
            it.online.setOnline(online);
            if (online) {
                occasion();
            }
            return online ? "online" : "offline";
        }

        private String turnFocus() {
            focused = !focused;
            it.focus.setFocused(focused);
            if (focused) {
                occasion();
            }
            return focused ? "focus" : "blur";
        }

        private void occasion() {
            for (Slot slot : slots) {
                Model model = slot.model;
                if (model == null) {
                    continue;
                }
                if (!slot.observers.isEmpty() && (model.base == null || model.invalidated)) {
                    begin(slot, model, false, false);
                }
                Running running = model.fetch;
                if (running != null && running.isPaused() && online) {
                    running.sequence = ++model.sequence;
                    model.onceMore &= !model.layers.isEmpty();
                    call(slot, running);
                }
            }
        }
    }
}
