package io.atoms.samples.shop;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.table.DefaultTableCellRenderer;

/**
 * A table of rows that have a number each. Which row is selected stays, also when others come and go.
 *
 * @param <R> the type of the rows
 */
final class RowsTable<R> {

    private final ToIntFunction<? super R> id;
    private final RowsModel<R> model;
    private final JTable table;

    RowsTable(String name, ToIntFunction<? super R> id, List<Column<R>> columns) {
        this.id = id;
        model = new RowsModel<>(id, columns);
        table = new JTable(model);
        table.setName(name);
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setFillsViewportHeight(true);
        table.getTableHeader().setReorderingAllowed(false);
        DefaultTableCellRenderer right = new DefaultTableCellRenderer();
        right.setHorizontalAlignment(SwingConstants.RIGHT);
        for (int i = 0; i < columns.size(); i++) {
            table.getColumnModel().getColumn(i).setPreferredWidth(columns.get(i).width());
            if (columns.get(i).number()) {
                table.getColumnModel().getColumn(i).setCellRenderer(right);
            }
        }
    }

    JTable component() {
        return table;
    }

    void show(List<R> rows) {
        OptionalInt before = selected();
        if (model.show(rows) && before.isPresent()) {
            int place = model.place(before.getAsInt());
            if (place >= 0) {
                table.setRowSelectionInterval(place, place);
            }
        }
    }

    void update(R row) {
        model.update(row);
    }

    /** The number of the selected row. */
    OptionalInt selected() {
        int place = table.getSelectedRow();
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(id.applyAsInt(model.row(place)));
    }
}
