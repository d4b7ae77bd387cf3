package io.atoms.samples.shop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.swing.table.AbstractTableModel;

/**
 * Rows that have a number each. It tells its table of changed cells only where rows stay in place.
 *
 * @param <R> the type of the rows
 */
@SuppressWarnings("serial") // nobody serializes it
final class RowsModel<R> extends AbstractTableModel {

    private final transient ToIntFunction<? super R> id;
    private final transient List<Column<R>> columns;
    private final transient List<R> rows = new ArrayList<>();
    private final transient Map<Integer, Integer> places = new HashMap<>();

    RowsModel(ToIntFunction<? super R> id, List<Column<R>> columns) {
        this.id = id;
        this.columns = columns;
    }

    /** Shows these rows, in this order. Tells whether any came, went or moved. */
    boolean show(List<R> shown) {
        if (sameRows(shown)) {
            shown.forEach(this::update);
            return false;
        }
        rows.clear();
        rows.addAll(shown);
        places.clear();
        for (int i = 0; i < rows.size(); i++) {
            places.put(id.applyAsInt(rows.get(i)), i);
        }
        fireTableDataChanged();
        return true;
    }

    private boolean sameRows(List<R> shown) {
        return shown.stream()
                .mapToInt(id)
                .boxed()
                .toList()
                .equals(rows.stream().mapToInt(id).boxed().toList());
    }

    /** Shows a row anew, if it is there. */
    void update(R row) {
        Integer place = places.get(id.applyAsInt(row));
        if (place != null && !rows.get(place).equals(row)) {
            rows.set(place, row);
            fireTableRowsUpdated(place, place);
        }
    }

    R row(int place) {
        return rows.get(place);
    }

    /** Where the row of that number is; -1 if it is not there. */
    int place(int number) {
        return places.getOrDefault(number, -1);
    }

    @Override
    public int getRowCount() {
        return rows.size();
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public String getColumnName(int column) {
        return columns.get(column).title();
    }

    @Override
    public Object getValueAt(int row, int column) {
        return columns.get(column).text().apply(rows.get(row));
    }
}
