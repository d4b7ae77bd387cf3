package io.atoms.samples.cookbook;

import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.Loadable;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.TimeAtoms;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;

/** The recipe of {@code docs/cookbook/dashboard.md}. */
final class Dashboard {
    private Dashboard() {}

    // tag::dashboard
    interface Feeds {
        Flux<Integer> of(String sensor);
    }

    /** A value, and whether the sensor has been silent since for too long. */
    record Reading(int value, boolean stale) {}

    /** Sensors that have told nothing yet are missing; only fresh values count as the highest. */
    record Summary(long fresh, long stale, long missing, int highest) {}

    static final PrimitiveAtom<Feeds> FEEDS =
            Atom.<Feeds>of(sensor -> Flux.never()).named("feeds");
    static final PrimitiveAtom<List<String>> SENSORS =
            Atom.of(List.<String>of()).named("sensors");

    /** Connected while somebody looks. */
    static final AtomFamily<String, AsyncAtom<Reading>> READINGS = Atom.<String, AsyncAtom<Reading>>family(
                    sensor -> Atom.stream(get -> watch(get.get(FEEDS), sensor, get.get(TimeAtoms.SCHEDULER))))
            .named("readings");

    private static Flux<Reading> watch(Feeds feeds, String sensor, Scheduler clock) {
        Retry reconnect = Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
                .maxBackoff(Duration.ofMinutes(1))
                .transientErrors(true)
                .scheduler(clock);
        return Flux.defer(() -> feeds.of(sensor))
                .retryWhen(reconnect)
                .switchMap(value -> Mono.delay(Duration.ofSeconds(5), clock)
                        .thenReturn(new Reading(value, true))
                        .flux()
                        .startWith(new Reading(value, false)));
    }

    static final Atom<Summary> SUMMARY = Atom.<Summary>derived(get -> {
                List<Reading> known = get.get(SENSORS).stream()
                        .map(sensor -> get.get(READINGS.of(sensor)))
                        .map(Loadable::valueOrPrevious)
                        .filter(Objects::nonNull)
                        .toList();
                List<Reading> fresh =
                        known.stream().filter(reading -> !reading.stale()).toList();
                return new Summary(
                        fresh.size(),
                        known.size() - fresh.size(),
                        get.get(SENSORS).size() - known.size(),
                        fresh.stream().mapToInt(Reading::value).max().orElse(0));
            })
            .named("summary");
    // end::dashboard

    static void watching(PrintStream out) {
        VirtualTimeScheduler clock = VirtualTimeScheduler.create();
        Sinks.Many<Integer> boiler = Sinks.many().multicast().directBestEffort();
        Sinks.Many<Integer> garden = Sinks.many().multicast().directBestEffort();
        // tag::watching
        AtomStore store = AtomStore.create();
        store.set(TimeAtoms.SCHEDULER, clock); // virtual, as in a test
        store.set(FEEDS, sensor -> sensor.equals("boiler") ? boiler.asFlux() : garden.asFlux());
        store.set(SENSORS, List.of("boiler", "garden"));
        store.subscribe(SUMMARY, summary -> out.println(summary));

        boiler.tryEmitNext(70);
        garden.tryEmitNext(12);
        clock.advanceTimeBy(Duration.ofSeconds(4));
        garden.tryEmitNext(13); // the summary is the same
        clock.advanceTimeBy(Duration.ofSeconds(1));
        boiler.tryEmitNext(71);
        // end::watching
    }
}
