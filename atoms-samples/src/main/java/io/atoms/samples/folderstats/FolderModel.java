package io.atoms.samples.folderstats;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.AtomStore;
import io.atoms.AtomSubscription;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The folder as atoms. Every file is a primitive atom, every folder has a primitive atom that says what is in it and a
 * derived atom that holds its totals:
 *
 * <pre>
 * file[src/A.java]   listing[src]     file[pom.xml]   listing[.]
 *            \        /                       \        /
 *           folder[src]  ---------------->    folder[.]
 * </pre>
 *
 * <p>So a change of one file recomputes the totals of the folders above it, and no others. It reads no disk and prints
 * nothing: values come in by {@link #apply}, and go out by {@link #totals} or a subscription to one of its atoms.
 *
 * <p><b>Threads.</b> Reading is safe for any thread, {@code apply} for one at a time.
 */
final class FolderModel implements AutoCloseable {

    private final AtomFamily<TreePath, PrimitiveAtom<FileFacts>> files =
            Atom.<TreePath, PrimitiveAtom<FileFacts>>family(path -> Atom.of(FileFacts.UNREAD))
                    .named("file");
    private final AtomFamily<TreePath, PrimitiveAtom<FolderListing>> listings =
            Atom.<TreePath, PrimitiveAtom<FolderListing>>family(path -> Atom.of(FolderListing.EMPTY))
                    .named("listing");
    private final AtomFamily<TreePath, Atom<FolderTotals>> folders = Atom.<TreePath, Atom<FolderTotals>>family(
                    path -> Atom.derived(get -> addUp(path, get)))
            .named("folder");

    private final AtomStore store;
    private final int top;
    private final AtomSubscription observation;

    /**
     * Makes the model of an empty folder.
     *
     * @param store holds the values; it is not closed with the model
     * @param top how many of the largest files the totals name
     */
    FolderModel(AtomStore store, int top) {
        this.store = store;
        this.top = top;
        // Observed totals are recomputed by the commit that changes them. Without an observer they would be
        // recomputed by the next reader, and no change set would tell of it.
        this.observation = store.subscribe(totalsAtom(TreePath.ROOT), totals -> {});
    }

    /** The derived atom of the folder's totals. */
    Atom<FolderTotals> totalsAtom(TreePath folder) {
        return folders.of(folder);
    }

    FolderTotals totals(TreePath folder) {
        return store.get(totalsAtom(folder));
    }

    /** What is in the folder; nothing if it is not part of the model. */
    FolderListing listing(TreePath folder) {
        PrimitiveAtom<FolderListing> atom = listings.find(folder);
        return atom == null ? FolderListing.EMPTY : store.get(atom);
    }

    boolean hasFolder(TreePath folder) {
        return folder.isRoot() || listing(folder.parent()).folders().contains(folder);
    }

    /** How many folders there are, the root included. */
    int folderCount() {
        return listings.keys().size();
    }

    /**
     * Writes what was read, as one commit, and forgets the atoms of what is no longer there. What no listing leads to
     * is left out: it was there when it was read, and gone when the folder above it was.
     */
    void apply(FolderChanges changes) {
        Reach reach = new Reach(changes);
        Gone gone = goneAfter(changes);
        store.transaction(tx -> {
            changes.listings().forEach((folder, listing) -> {
                if (reach.reachesFolder(folder)) {
                    tx.set(listings.of(folder), listing);
                }
            });
            changes.files().forEach((file, facts) -> {
                if (reach.reachesFile(file)) {
                    tx.set(files.of(file), facts);
                }
            });
        });
        // After the commit, so that no folder depends any more on an atom that its family forgets.
        gone.files().forEach(files::remove);
        gone.folders().forEach(listings::remove);
        gone.folders().forEach(folders::remove);
    }

    @Override
    public void close() {
        observation.dispose();
    }

    private FolderTotals addUp(TreePath folder, Getter get) {
        FolderListing listing = get.get(listings.of(folder));
        TotalsBuilder totals = new TotalsBuilder(top);
        if (!listing.problem().isEmpty()) {
            totals.addProblem(folder, listing.problem());
        }
        for (TreePath file : listing.files()) {
            totals.addFile(file, get.get(files.of(file)));
        }
        for (TreePath child : listing.folders()) {
            totals.addFolder(get.get(folders.of(child)));
        }
        return totals.build();
    }

    private Gone goneAfter(FolderChanges changes) {
        Gone gone = new Gone(new HashSet<>(), new HashSet<>());
        changes.listings().forEach((folder, after) -> {
            FolderListing before = listing(folder);
            before.files().stream()
                    .filter(file -> !after.files().contains(file))
                    .forEach(gone.files()::add);
            before.folders().stream()
                    .filter(child -> !after.folders().contains(child))
                    .forEach(child -> addWithContent(child, gone));
        });
        return gone;
    }

    private void addWithContent(TreePath folder, Gone gone) {
        Deque<TreePath> todo = new ArrayDeque<>(Set.of(folder));
        while (!todo.isEmpty()) {
            TreePath next = todo.remove();
            gone.folders().add(next);
            gone.files().addAll(listing(next).files());
            todo.addAll(listing(next).folders());
        }
    }

    /** What a commit takes away. In two sets, as a file may be replaced by a folder of its name. */
    private record Gone(Set<TreePath> files, Set<TreePath> folders) {}

    /** What the listings lead to once the changes are made. For one thread. */
    private final class Reach {

        private final FolderChanges changes;
        private final Map<TreePath, Boolean> known = new HashMap<>(Map.of(TreePath.ROOT, true));

        Reach(FolderChanges changes) {
            this.changes = changes;
        }

        boolean reachesFolder(TreePath folder) {
            Boolean answer = known.get(folder);
            if (answer == null) {
                answer = after(folder.parent()).folders().contains(folder) && reachesFolder(folder.parent());
                known.put(folder, answer);
            }
            return answer;
        }

        boolean reachesFile(TreePath file) {
            return after(file.parent()).files().contains(file) && reachesFolder(file.parent());
        }

        private FolderListing after(TreePath folder) {
            FolderListing changed = changes.listings().get(folder);
            return changed == null ? listing(folder) : changed;
        }
    }
}
