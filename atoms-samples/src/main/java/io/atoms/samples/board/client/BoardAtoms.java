package io.atoms.samples.board.client;

import io.atoms.Atom;
import io.atoms.AtomFamily;
import io.atoms.Getter;
import io.atoms.PrimitiveAtom;
import io.atoms.WritableAtom;
import io.atoms.query.InfiniteData;
import io.atoms.query.InfiniteResult;
import io.atoms.query.MutationResult;
import io.atoms.query.PageDirection;
import io.atoms.query.QueryAtoms;
import io.atoms.query.QueryClient;
import io.atoms.query.QueryResult;
import io.atoms.samples.board.model.Edit;
import io.atoms.samples.board.model.Task;
import io.atoms.samples.board.model.TaskDetail;
import io.atoms.samples.board.model.TaskPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state behind the screen. */
public final class BoardAtoms {

    private final PrimitiveAtom<Optional<Integer>> open =
            Atom.<Optional<Integer>>of(Optional.empty()).named("open");
    private final WritableAtom<InfiniteResult<InfiniteData<TaskPage, Integer>>, @Nullable PageDirection> list;
    private final AtomFamily<Integer, WritableAtom<QueryResult<TaskDetail>, @Nullable Void>> details;
    private final WritableAtom<MutationResult<Task>, Edit> edit;
    private final Atom<Integer> saving = QueryAtoms.isMutating();
    private final Atom<Shown> shown;

    /** Atoms of these queries. */
    public BoardAtoms(BoardQueries queries) {
        list = QueryAtoms.infinite(get -> queries.list());
        details = Atom.family(id -> QueryAtoms.query(get -> queries.detail(get.get(QueryClient.CURRENT), id)));
        edit = QueryAtoms.mutation(queries.edit());
        shown = Atom.derived(this::screen);
    }

    /** The id of the task whose details are open, if there is one. */
    public PrimitiveAtom<Optional<Integer>> open() {
        return open;
    }

    /** The list; writing {@link PageDirection#NEXT} scrolls. */
    public WritableAtom<InfiniteResult<InfiniteData<TaskPage, Integer>>, @Nullable PageDirection> list() {
        return list;
    }

    /** The last edit; writing one asks for it. */
    public WritableAtom<MutationResult<Task>, Edit> edit() {
        return edit;
    }

    /** What is on the screen. */
    public Atom<Shown> shown() {
        return shown;
    }

    private Shown screen(Getter get) {
        InfiniteResult<InfiniteData<TaskPage, Integer>> result = get.get(list);
        InfiniteData<TaskPage, Integer> pages = result.dataOrNull();
        List<Task> tasks = pages == null ? List.of() : Pages.tasks(pages);
        Optional<QueryResult<TaskDetail>> detail = get.get(open).map(id -> get.get(details.of(id)));
        return new Shown(tasks, result.hasNextPage(), detail.flatMap(found -> detail(found, tasks)), get.get(saving));
    }

    /** The answer to an early request for the details may arrive when the list has a newer version already. */
    private static Optional<Shown.Detail> detail(QueryResult<TaskDetail> result, List<Task> tasks) {
        TaskDetail data = result.dataOrNull();
        if (data == null) {
            return Optional.empty();
        }
        Task newest = tasks.stream().reduce(data.task(), Task::orNewer);
        return Optional.of(new Shown.Detail(data.with(newest), !result.isPlaceholder()));
    }
}
