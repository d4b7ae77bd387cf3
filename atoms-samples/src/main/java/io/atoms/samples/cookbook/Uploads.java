package io.atoms.samples.cookbook;

import io.atoms.ActionAtom;
import io.atoms.AsyncActionAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.utils.Progress;
import io.atoms.utils.Progress.Status;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The recipe of {@code docs/cookbook/uploads.md}. */
final class Uploads {
    private Uploads() {}

    // tag::uploads
    interface Server {
        Mono<Void> send(String file, int chunk);
    }

    record File(String name, int chunks) {}

    /** A file, and a task of its own, which can be cancelled and started again. */
    record Upload(File file, Progress<File, Integer> task) {}

    static final PrimitiveAtom<Optional<Server>> SERVER =
            Atom.of(Optional.<Server>empty()).named("uploads.server");
    static final PrimitiveAtom<List<Upload>> UPLOADS =
            Atom.of(List.<Upload>of()).named("uploads");

    /** Adds an upload; subscribe its Mono to send the file. */
    static final AsyncActionAtom<File, Integer> UPLOAD = Atom.<File, Integer>asyncAction((set, file) -> {
                Server server = set.get(SERVER).orElseThrow();
                Progress<File, Integer> task = Progress.<File, Integer>of((report, f) -> send(server, f, report))
                        .named(file.name());
                set.update(
                        UPLOADS,
                        all -> Stream.concat(all.stream(), Stream.of(new Upload(file, task)))
                                .toList());
                return set.run(task.start(), file);
            })
            .named("upload");

    private static Mono<Integer> send(Server server, File file, Progress.Reporter report) {
        return Flux.range(1, file.chunks())
                .concatMap(chunk -> server.send(file.name(), chunk).thenReturn(chunk))
                .doOnNext(chunk -> report.done(chunk, file.chunks()))
                .then(Mono.just(file.chunks()));
    }

    /** How far all are together, by chunks; 1 if there is nothing to send. */
    static final Atom<Double> FRACTION = Atom.<Double>derived(get -> {
                double sent = 0;
                double all = 0;
                for (Upload upload : get.get(UPLOADS)) {
                    if (get.get(upload.task().status()) != Status.CANCELLED) {
                        sent += get.get(upload.task().fraction())
                                * upload.file().chunks();
                        all += upload.file().chunks();
                    }
                }
                return all == 0 ? 1 : sent / all;
            })
            .named("uploads.fraction");

    /** Takes away what is done or was cancelled; what has failed stays, to be started again. */
    static final ActionAtom<@Nullable Void, Integer> CLEAR = Atom.<@Nullable Void, Integer>action((set, none) -> {
                int before = set.get(UPLOADS).size();
                set.update(
                        UPLOADS,
                        all -> all.stream()
                                .filter(upload -> set.get(upload.task().status()) != Status.DONE)
                                .filter(upload -> set.get(upload.task().status()) != Status.CANCELLED)
                                .toList());
                return before - set.get(UPLOADS).size();
            })
            .named("uploads.clear");
    // end::uploads

    static void uploading(PrintStream out) {
        Sinks.Many<Integer> acknowledged = Sinks.many().multicast().directBestEffort();
        Server server = (file, chunk) -> acknowledged.asFlux().next().then();
        // tag::uploading
        AtomStore store = AtomStore.create();
        store.set(SERVER, Optional.of(server)); // acknowledges a chunk of each file when told to
        store.subscribe(FRACTION, fraction -> out.println(Math.round(fraction * 100) + " %"));

        store.run(UPLOAD, new File("film", 6)).subscribe();
        store.run(UPLOAD, new File("photo", 2)).subscribe();
        acknowledged.tryEmitNext(1);

        Upload film = store.get(UPLOADS).get(0);
        store.run(film.task().cancel());
        acknowledged.tryEmitNext(2);
        out.println("cleared: " + store.run(CLEAR));
        // end::uploading
    }
}
