package shelf;

import io.atoms.ActionAtom;
import io.atoms.AsyncAtom;
import io.atoms.Atom;
import io.atoms.AtomStore;
import io.atoms.PrimitiveAtom;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryDefinition;
import io.atoms.query.QueryKey;
import io.atoms.utils.storage.FileStorage;
import io.atoms.utils.storage.Storage;
import io.atoms.utils.storage.StorageAtom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/** A shelf of books: they outlive the program, and a library is asked about their authors. */
public final class Shelf {
    /** A book. */
    record Book(String title, int pages) {}

    /** Asks the library for the author of a book. */
    record AuthorKey(String title) implements QueryKey<String> {}

    static final StorageAtom<List<Book>> BOOKS = StorageAtom.of("books", new TypeReference<List<Book>>() {}, List.of());

    static final PrimitiveAtom<Integer> AT_LEAST = Atom.of(0).named("shelf.atLeast");

    static final Atom<List<String>> TITLES = Atom.<List<String>>derived(get -> get.get(BOOKS.value()).stream()
                    .filter(book -> book.pages() >= get.get(AT_LEAST))
                    .map(Book::title)
                    .toList())
            .named("shelf.titles");

    static final ActionAtom<Book, Integer> ADD = Atom.<Book, Integer>action((set, book) -> {
                set.update(
                        BOOKS.value(),
                        books -> Stream.concat(books.stream(), Stream.of(book)).toList());
                return set.get(BOOKS.value()).size();
            })
            .named("shelf.add");

    static final QueryDefinition<AuthorKey, String> AUTHOR = QueryDefinition.mono(
            AuthorKey.class, (key, context) -> Mono.just(key.title().equals("Emma") ? "Austen" : "Melville"));

    static final AsyncAtom<String> FIRST_AUTHOR = QueryAtoms.queryData(
            get -> AUTHOR.options(new AuthorKey(get.get(TITLES).get(0))));

    private Shelf() {}

    /** Takes the folder of the shelf. */
    public static void main(String[] arguments) {
        try (AtomStore store = AtomStore.builder().name("shelf").build();
                FileStorage files = FileStorage.open(Path.of(arguments[0]))) {
            store.set(Storage.CURRENT, files);
            System.out.println("found " + store.get(TITLES));
            store.subscribe(TITLES, (before, now) -> System.out.println(before + " -> " + now));
            if (store.get(TITLES).isEmpty()) {
                store.transaction(tx -> {
                    tx.run(ADD, new Book("Emma", 474));
                    System.out.println(tx.run(ADD, new Book("Moby-Dick", 635)) + " books");
                });
            } else {
                store.set(AT_LEAST, 500);
            }
            System.out.println("by " + store.mono(FIRST_AUTHOR).block(Duration.ofMinutes(1)));
            System.out.print(store.inspect().find("shelf.titles").orElseThrow().value());
            System.out.println(" depends on " + AT_LEAST.name());
        }
    }
}
