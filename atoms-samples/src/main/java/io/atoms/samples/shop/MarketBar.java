package io.atoms.samples.shop;

import io.atoms.samples.shop.state.Market;
import io.atoms.utils.TimeAtoms;
import java.awt.FlowLayout;
import java.util.concurrent.TimeUnit;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import reactor.core.scheduler.Scheduler;

/** How fast the market changes offers, and how many events that costs. It keeps the market open by watching it. */
final class MarketBar {

    private static final Integer[] RATES = {0, 10, 1_000, 10_000};

    private final JPanel panel = new JPanel(new FlowLayout(FlowLayout.LEFT));

    MarketBar(Bindings bindings, EventThread events) {
        JComboBox<Integer> rate = new JComboBox<>(RATES);
        rate.setName("rate");
        rate.addActionListener(event -> bindings.write(Market.RATE, rate.getItemAt(rate.getSelectedIndex())));
        bindings.show(Market.RATE, rate::setSelectedItem);

        JLabel shown = new JLabel();
        shown.setName("speed");
        Scheduler clock = bindings.store().get(TimeAtoms.SCHEDULER);
        Speed speed = new Speed(clock.now(TimeUnit.MILLISECONDS));
        bindings.show(
                Market.CHANGES,
                changes -> shown.setText(speed.measure(clock.now(TimeUnit.MILLISECONDS), changes, events.events())));

        panel.add(new JLabel("Market: changes per second"));
        panel.add(rate);
        panel.add(shown);
    }

    JComponent component() {
        return panel;
    }
}
