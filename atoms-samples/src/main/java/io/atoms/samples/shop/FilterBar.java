package io.atoms.samples.shop;

import io.atoms.samples.shop.state.Category;
import io.atoms.samples.shop.state.Filters;
import io.atoms.samples.shop.state.Preferences;
import io.atoms.samples.shop.state.ProductAtoms;
import io.atoms.samples.shop.state.Sort;
import java.awt.FlowLayout;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** The search field and the filters. Each is tied to one atom, both ways. */
final class FilterBar {

    private static final int SEARCH_COLUMNS = 12;

    private final JPanel panel = new JPanel(new FlowLayout(FlowLayout.LEFT));
    private final Bindings bindings;

    FilterBar(Bindings bindings) {
        this.bindings = bindings;
        add("search", search());
        add("category", category());
        add("maxEuros", maxEuros());
        add("inStock", inStock());
        add("sort", sort());
        add("clearFilters", clear());
    }

    JComponent component() {
        return panel;
    }

    private void add(String name, JComponent component) {
        component.setName(name);
        panel.add(component);
    }

    private JComponent search() {
        panel.add(new JLabel("Search"));
        JTextField field = new JTextField(SEARCH_COLUMNS);
        field.getDocument().addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                changedUpdate(event);
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                changedUpdate(event);
            }

            @Override
            public void changedUpdate(DocumentEvent event) {
                bindings.write(ProductAtoms.SEARCH.current(), field.getText());
            }
        });
        field.addActionListener(event -> bindings.store().run(ProductAtoms.SEARCH.flush()));
        bindings.show(ProductAtoms.SEARCH.current(), text -> {
            if (!field.getText().equals(text)) { // else the caret would jump
                field.setText(text);
            }
        });
        return field;
    }

    private JComponent category() {
        JComboBox<Category> box = new JComboBox<>(Category.values());
        box.addActionListener(event -> bindings.write(ProductAtoms.CATEGORY, box.getItemAt(box.getSelectedIndex())));
        bindings.show(ProductAtoms.CATEGORY, box::setSelectedItem);
        return box;
    }

    private JComponent maxEuros() {
        JSlider slider = new JSlider(1, Filters.ANY_PRICE, Filters.ANY_PRICE);
        JLabel label = new JLabel();
        label.setName("maxEurosText");
        panel.add(label);
        slider.addChangeListener(event -> bindings.write(ProductAtoms.MAX_EUROS, slider.getValue()));
        bindings.show(ProductAtoms.MAX_EUROS, euros -> {
            slider.setValue(euros);
            label.setText(euros == Filters.ANY_PRICE ? "any price" : "up to \u20ac " + euros);
        });
        return slider;
    }

    private JComponent inStock() {
        JCheckBox box = new JCheckBox("in stock");
        box.addActionListener(event -> bindings.write(ProductAtoms.IN_STOCK, box.isSelected()));
        bindings.show(ProductAtoms.IN_STOCK, box::setSelected);
        return box;
    }

    private JComponent sort() {
        JComboBox<Sort> box = new JComboBox<>(Sort.values());
        box.addActionListener(event -> bindings.write(ProductAtoms.SORT, box.getItemAt(box.getSelectedIndex())));
        bindings.show(ProductAtoms.SORT, box::setSelectedItem);
        return box;
    }

    private JComponent clear() {
        JButton button = new JButton("Clear");
        button.addActionListener(event -> bindings.store().transaction(tx -> {
            tx.reset(Preferences.FILTERS.value());
            tx.reset(ProductAtoms.SEARCH.current());
        }));
        return button;
    }
}
