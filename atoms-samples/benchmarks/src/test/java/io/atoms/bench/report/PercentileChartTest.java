package io.atoms.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.atoms.bench.report.PercentileChart.Point;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PercentileChartTest {

    private static final List<Point> POINTS =
            List.of(new Point(0, 100), new Point(90, 1_000), new Point(99, 10_000), new Point(99.9, 1_000_000));

    private static Document draw() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(PercentileChart.svg("times of <a>", POINTS))));
    }

    @Test
    void curve_isLogarithmicBothWays() throws Exception {
        String points = ((Element) draw().getElementsByTagName("polyline").item(0)).getAttribute("points");
        List<double[]> curve = new ArrayList<>();
        for (String point : points.split(" ")) {
            String[] parts = point.split(",");
            curve.add(new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])});
        }
        assertThat(curve).hasSize(4);
        assertThat(curve.get(2)[0] - curve.get(1)[0]).isCloseTo(curve.get(1)[0] - curve.get(0)[0], within(0.2));
        double decade = curve.get(0)[1] - curve.get(1)[1];
        assertThat(decade).isPositive(); // longer is higher
        assertThat(curve.get(2)[1] - curve.get(3)[1]).isCloseTo(2 * decade, within(0.3));
    }

    @Test
    void scales_haveUnits() throws Exception {
        NodeList texts = draw().getElementsByTagName("text");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < texts.getLength(); i++) {
            all.add(texts.item(i).getTextContent());
        }
        assertThat(all)
                .contains("times of <a>", "all", "1 in 10", "1 in 100", "1 in 1,000", "100 ns", "1 µs", "1 ms")
                .doesNotContain("1 in 10,000");
    }
}
